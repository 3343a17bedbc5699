// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * In which order the events of a recording are streamed.
 *
 * @param name as on the command line
 * @param visits how often the whole stream comes by
 */
public record Order(String name, Kind kind, int visits) {

    /** What happens within one visit. */
    enum Kind {
        /** As recorded. */
        NATURAL,
        /** Each segment shuffled, the segments one after the other: i.i.d. within a domain. */
        SHUFFLED,
        /** Each segment sorted by class. */
        CORRELATED,
        /** All segments shuffled together. */
        MIXED
    }

    private static final String RECURRING = "recurring:";

    /** Reads {@code natural}, {@code shuffled}, {@code correlated}, {@code mixed} or {@code recurring:N}. */
    public static Order parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        try {
            if (name.startsWith(RECURRING)) {
                int visits = Integer.parseInt(name.substring(RECURRING.length()));
                if (visits > 0) {
                    return new Order(name, Kind.NATURAL, visits);
                }
            } else {
                return new Order(name, Kind.valueOf(name.toUpperCase(Locale.ROOT)), 1);
            }
        } catch (IllegalArgumentException e) {
            // Refused below, like a number that is not above 0.
        }
        throw new IllegalArgumentException("order refused: expected natural, shuffled, correlated, mixed or"
                + " recurring:N with N above 0, got \"" + text + "\"");
    }

    /**
     * The events of a recording in this order.
     *
     * @param seed of the shuffled orders
     */
    public Sequence sequence(Recording recording, long seed) {
        return new Sequence(name, visits, of(recording, seed));
    }

    /**
     * Places in the recording, one after the other.
     *
     * @param seed of the shuffled orders
     */
    int[] of(Recording recording, long seed) {
        int[] visit = visit(recording, new SplittableRandom(seed));
        int[] all = new int[Math.multiplyExact(visit.length, visits)];
        for (int v = 0; v < visits; v++) {
            System.arraycopy(visit, 0, all, v * visit.length, visit.length);
        }
        return all;
    }

    private int[] visit(Recording recording, SplittableRandom random) {
        int[] natural = IntStream.range(0, recording.size()).toArray();
        return switch (kind) {
            case NATURAL -> natural;
            case MIXED -> shuffled(natural, random);
            case SHUFFLED -> bySegment(shuffled(natural, random), recording, (a, b) -> 0);
            case CORRELATED -> {
                if (!recording.labelled()) {
                    throw new IllegalArgumentException(
                            "order refused: expected labels to sort by, got none; give --labels or another --order");
                }
                yield bySegment(natural, recording, Comparator.comparingInt(recording::label));
            }
        };
    }

    /** Sorting is stable, so that equals keep the order they have. */
    private static int[] bySegment(int[] events, Recording recording, Comparator<Integer> within) {
        return Arrays.stream(events)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(recording::segment).thenComparing(within))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A shuffled copy (Fisher-Yates). */
    public static int[] shuffled(int[] events, SplittableRandom random) {
        int[] shuffled = events.clone();
        for (int i = shuffled.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int moved = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = moved;
        }
        return shuffled;
    }
}
