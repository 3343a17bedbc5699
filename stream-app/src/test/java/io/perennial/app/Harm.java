// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.evaluate.Recording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Stretches of a stream that are made to hurt a model that learns from them; every event satisfies the input contract. Where the
 * images are undisturbed the source is nearly always right, so that adaptation has nothing to win and all to lose.
 */
enum Harm {
    /** One digit and no other, undisturbed. */
    ONE_CLASS {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            return from.undisturbed(EVENTS, event -> event.label() == from.digit());
        }
    },
    /** One digit and no other, under conditions that change. */
    ONE_CLASS_UNDER_CONDITIONS {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            // One image in ten is of the digit, so that a condition lasts for a thousand of them.
            DigitStream slow = new DigitStream(from.digits(), ~from.seed(), 10 * DigitStream.PHASE_LENGTH);
            return LongStream.iterate(0, i -> i + 1)
                    .mapToObj(slow::at)
                    .filter(event -> event.label() == from.digit())
                    .limit(EVENTS)
                    .toList();
        }
    },
    /** Nothing but noise over the whole range of ink. */
    NOISE {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            SplittableRandom random = new SplittableRandom(from.seed());
            return IntStream.range(0, EVENTS)
                    .mapToObj(i -> unknown(i, random::nextDouble))
                    .toList();
        }
    },
    /** A dead camera: black, grey or white. */
    CONSTANT {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            double grey = from.seed() % 3 / 2.0;
            return IntStream.range(0, EVENTS)
                    .mapToObj(i -> unknown(i, () -> grey))
                    .toList();
        }
    },
    /** Brighter and brighter, up to the bound of the contract, by one part in 3,700 an event. */
    SCALING {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            List<DigitEvent> plain = from.undisturbed(EVENTS, event -> true);
            return IntStream.range(0, EVENTS)
                    .mapToObj(i -> scaled(plain.get(i), (float) Math.pow(BRIGHTEST, i / (EVENTS - 1.0))))
                    .toList();
        }
    },
    /** All of one digit, then all of the next, undisturbed. */
    SORTED {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            return sorted(from.undisturbed(EVENTS, event -> true));
        }
    },
    /** Sorted within each condition. */
    SORTED_UNDER_CONDITIONS {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            List<DigitEvent> all = new ArrayList<>();
            for (int phase = 0; phase < EVENTS / DigitStream.PHASE_LENGTH; phase++) {
                all.addAll(sorted(from.otherWorld(phase * DigitStream.PHASE_LENGTH, DigitStream.PHASE_LENGTH)));
            }
            return all;
        }
    },
    /** Nine of ten events are of two digits, and every 512 events of two others; undisturbed. */
    PRIORS {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            List<DigitEvent> all = new ArrayList<>();
            for (int flip = 0; flip < EVENTS / FLIP; flip++) {
                int first = (from.digit() + 3 * flip) % 10;
                int second = (first + 5) % 10;
                all.addAll(from.undisturbed(
                        FLIP, event -> event.label() == first || event.label() == second || event.index() % 10 == 0));
            }
            return all;
        }
    },
    /** Every second image is one of a digit into which so much of another was blended that the source is sure of the other. */
    POISON {
        @Override
        List<DigitEvent> events(HarmMaterial from) {
            List<DigitEvent> good = from.undisturbed(EVENTS / 2, event -> true);
            List<DigitEvent> bad = from.poisoned(EVENTS / 2);
            return IntStream.range(0, EVENTS)
                    .mapToObj(i -> (i % 2 == 0 ? good : bad).get(i / 2))
                    .toList();
        }
    };

    /** 80 batches. */
    static final int EVENTS = 5 * DigitStream.PHASE_LENGTH;

    /** The bound of the input contract. */
    private static final float BRIGHTEST = 4;

    private static final int FLIP = 512;

    /** The stretch. */
    abstract List<DigitEvent> events(HarmMaterial from);

    private static List<DigitEvent> sorted(List<DigitEvent> events) {
        return events.stream()
                .sorted(Comparator.comparingInt(DigitEvent::label))
                .toList();
    }

    private static DigitEvent scaled(DigitEvent event, float factor) {
        float[] values = event.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.min(BRIGHTEST, values[i] * factor);
        }
        return new DigitEvent(event.index(), values, event.label(), event.phase());
    }

    /** Of no class. */
    private static DigitEvent unknown(int index, DoubleSupplier pixel) {
        float[] values = new float[HarmMaterial.PIXELS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) pixel.getAsDouble();
        }
        return new DigitEvent(index, values, Recording.UNKNOWN, "made to hurt");
    }
}
