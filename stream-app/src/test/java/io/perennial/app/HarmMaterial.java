// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.digits.Digits;
import io.perennial.evaluate.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * What harmful stretches are made of; the same seed gives the same.
 *
 * @param source whom poison deceives; stays the caller's
 */
record HarmMaterial(Digits digits, SourceModel source, long seed) {

    static final int PIXELS = 64;

    /** How sure the source has to be of the wrong digit. */
    private static final float SURE = 0.9f;

    /** The one that is made much of. */
    int digit() {
        return (int) (seed % 10);
    }

    /** Images as they were recorded, drawn with replacement. */
    List<DigitEvent> undisturbed(int count, Predicate<DigitEvent> wanted) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DigitEvent> all = new ArrayList<>();
        for (long i = 0; all.size() < count; i++) {
            int image = random.nextInt(digits.size());
            DigitEvent event = new DigitEvent(i, digits.image(image), digits.label(image), "made to hurt");
            if (wanted.test(event)) {
                all.add(event);
            }
        }
        return all;
    }

    /** Of a drifting stream that nobody else sees. */
    List<DigitEvent> otherWorld(int from, int count) {
        DigitStream other = new DigitStream(digits, ~seed, DigitStream.PHASE_LENGTH);
        return LongStream.range(from, from + count).mapToObj(other::at).toList();
    }

    /** Images of {@link #digit} that the source is sure are of another one. Whose they are is no longer clear: they have no label. */
    List<DigitEvent> poisoned(int count) {
        SplittableRandom random = new SplittableRandom(seed);
        List<DigitEvent> all = new ArrayList<>();
        while (all.size() < count) {
            int victim = random.nextInt(digits.size());
            int other = random.nextInt(digits.size());
            if (digits.label(victim) == digit() && digits.label(other) != digit()) {
                deceiving(victim, other).ifPresent(all::add);
            }
        }
        return all;
    }

    /** With as little of the other as will do. */
    private Optional<DigitEvent> deceiving(int victim, int other) {
        for (int percent = 30; percent <= 60; percent += 5) {
            float[] blend = digits.image(victim);
            float[] into = digits.image(other);
            for (int i = 0; i < blend.length; i++) {
                blend[i] += percent / 100f * (into[i] - blend[i]);
            }
            Probabilities said = Probabilities.of(source.score(new Batch(blend, new int[] {1, 1, 8, 8})));
            if (said.label(0) == digits.label(other) && said.confidence(0) > SURE) {
                return Optional.of(new DigitEvent(0, blend, Recording.UNKNOWN, "made to hurt"));
            }
        }
        return Optional.empty();
    }
}
