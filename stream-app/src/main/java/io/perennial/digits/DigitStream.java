// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An endless stream of labelled digits: the held-out images in shuffled passes, under conditions that change in cycles,
 * some abruptly and some gradually (severity rises over the first third of the phase). Each event is a
 * function of the seed and its index alone, so a stream can be continued anywhere. Not thread-safe.
 */
public final class DigitStream implements Iterator<DigitEvent> {

    /** Events of one phase where nothing else is asked: 16 batches of 64. */
    public static final int PHASE_LENGTH = 1024;

    /** The input contract's bound: what a condition should ever push beyond it saturates there. */
    private static final float SATURATION = 4;

    // Strong conditions come early, so that a short demonstration already shows the untouched model failing.
    // Neighbours are alike (darkness and noise, fog and contrast), so that running statistics can follow.
    private static final List<Phase> CYCLE = List.of(
            new Phase(Condition.CLEAN, false),
            new Phase(Condition.DARKNESS, false),
            new Phase(Condition.NOISE, false),
            new Phase(Condition.FOG, true),
            new Phase(Condition.CONTRAST, false),
            new Phase(Condition.ROTATION, true),
            new Phase(Condition.BLUR, true),
            new Phase(Condition.GAIN, false));

    private final Digits digits;
    private final long seed;
    private final int phaseLength;
    private int[] order = {};
    private long orderedPass = -1;
    private long next;

    /** A stream with the usual phases. */
    public DigitStream(long seed) {
        this(Digits.load(), seed, PHASE_LENGTH);
    }

    /**
     * A stream from its first event.
     *
     * @param phaseLength events of each phase, at least 1
     */
    public DigitStream(Digits digits, long seed, int phaseLength) {
        if (phaseLength < 1) {
            throw new IllegalArgumentException("phase length refused: expected at least 1 event, got " + phaseLength);
        }
        this.digits = digits;
        this.seed = seed;
        this.phaseLength = phaseLength;
    }

    /** Names of the phases of a cycle, in order. */
    public static List<String> phases() {
        return CYCLE.stream().map(Phase::name).toList();
    }

    /** Events of a whole cycle. */
    public long cycleLength() {
        return (long) phaseLength * CYCLE.size();
    }

    /** Always true. */
    @Override
    public boolean hasNext() {
        return true;
    }

    /** The next event. */
    @Override
    public DigitEvent next() {
        return at(next++);
    }

    /** The event at a position, from 0; does not move the stream. */
    public DigitEvent at(long index) {
        if (index < 0) {
            throw new IllegalArgumentException("event index refused: expected 0 or more, got " + index);
        }
        int image = image(index);
        long inCycle = index % cycleLength();
        Phase phase = CYCLE.get((int) (inCycle / phaseLength));
        double progress = (inCycle % phaseLength) / (double) phaseLength;
        float[] values = digits.image(image);
        phase.condition.apply(values, phase.severity(progress), new SplittableRandom(seed * 31 + index));
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(-SATURATION, Math.min(SATURATION, values[i]));
        }
        return new DigitEvent(index, values, digits.label(image), phase.name());
    }

    private int image(long index) {
        long pass = index / digits.size();
        if (pass != orderedPass) {
            order = shuffled(new SplittableRandom(~seed * 31 + pass), digits.size());
            orderedPass = pass;
        }
        return order[(int) (index % digits.size())];
    }

    private static int[] shuffled(SplittableRandom random, int size) {
        int[] order = IntStream.range(0, size).toArray();
        for (int i = size - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }

    private record Phase(Condition condition, boolean gradual) {

        String name() {
            return condition.name().toLowerCase(Locale.ROOT);
        }

        /** Progress in [0, 1) to severity in [0, 1]. */
        double severity(double progress) {
            return gradual ? Math.min(1, 3 * progress) : 1;
        }
    }
}
