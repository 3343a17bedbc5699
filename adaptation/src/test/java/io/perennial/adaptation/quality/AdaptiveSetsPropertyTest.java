// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdaptiveSetsPropertyTest {

    private static final double LEVEL = 0.9;
    private static final double RATE = 0.005;

    /** Proposition 4.1 of the paper, for any scores whatever. */
    @Property(tries = 300)
    void theShareOfHitsIsHeldForAnySequence(
            @ForAll @Size(min = 1, max = 400) float[] scores,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double level,
            @ForAll @DoubleRange(min = 0.01, max = 0.2) double rate,
            @ForAll @IntRange(min = 1, max = 60) int window) {
        assertHeld(scores, level, rate, window, 0);
    }

    @Property(tries = 200)
    void aDelayCostsItsLengthOnce(
            @ForAll @Size(min = 1, max = 400) float[] scores,
            @ForAll @DoubleRange(min = 0.01, max = 0.2) double rate,
            @ForAll @IntRange(min = 0, max = 100) int delay) {
        assertHeld(scores, LEVEL, rate, 50, delay);
    }

    /** A sequence made to hurt: what was inside is outside next time. */
    @Test
    void theShareOfHitsIsHeldAgainstAnAdversary() {
        AdaptiveSets sets = new AdaptiveSets(LEVEL, RATE, 100);
        int misses = 0;
        int events = 20_000;
        sets.observe(0.5f, Float.NaN);
        for (int i = 0; i < events; i++) {
            float threshold = sets.threshold();
            float score = threshold >= 1 ? 1 : Math.max(0, Math.nextUp(threshold));
            misses += score <= threshold ? 0 : 1;
            sets.observe(score, threshold);
        }
        assertThat((double) misses / events).isCloseTo(1 - LEVEL, within((LEVEL + RATE) / (events * RATE)));
    }

    /** Any number as a score from 0 to 1. */
    private static float score(float value) {
        return (float) (1 - 1 / (1.0 + Math.abs((double) value)));
    }

    private static void assertHeld(float[] scores, double level, double rate, int window, int delay) {
        AdaptiveSets sets = new AdaptiveSets(level, rate, window);
        Deque<float[]> waiting = new ArrayDeque<>();
        sets.observe(0.5f, Float.NaN);
        int misses = 0;
        for (float value : scores) {
            float score = score(value);
            float threshold = sets.threshold();
            misses += score <= threshold ? 0 : 1;
            waiting.add(new float[] {score, threshold});
            if (waiting.size() > delay) {
                float[] labelled = waiting.remove();
                sets.observe(labelled[0], labelled[1]);
            }
        }
        double bound = (Math.max(level, 1 - level) + rate * (delay + 1)) / (scores.length * rate)
                + (double) Math.min(delay, scores.length) / scores.length; // what still waits was never corrected
        assertThat((double) misses / scores.length).isCloseTo(1 - level, within(bound + 1e-9));
    }

    @Test
    void theThresholdIsSplitConformals() {
        AdaptiveSets sets = new AdaptiveSets(0.8, 0, 9);
        SplittableRandom random = new SplittableRandom(1);
        float[] last = new float[9];
        for (int i = 0; i < 100; i++) {
            float score = (float) random.nextDouble();
            sets.observe(score, Float.NaN);
            last[i % 9] = score;
        }
        float[] sorted = last.clone();
        Arrays.sort(sorted);
        assertThat(sets.threshold()).isEqualTo(sorted[7]); // ceil(10 * 0.8) = 8th of 9
    }

    @Test
    void tooFewLabelsMakeASetOfEverything() {
        AdaptiveSets sets = new AdaptiveSets(LEVEL, RATE, 100);
        assertThat(sets.known()).isFalse();
        for (int i = 0; i < 8; i++) {
            sets.observe(0.1f, Float.NaN);
        }
        assertThat(sets.known()).isTrue();
        assertThat(sets.threshold()).isEqualTo(Float.POSITIVE_INFINITY); // ceil(9 * 0.9) = 9 > 8
        sets.observe(0.1f, Float.NaN);
        assertThat(sets.threshold()).isEqualTo(0.1f);
    }

    @Test
    void aMissBelowZeroMakesASetOfEverythingAndAMissOfOneMakesItEmpty() {
        AdaptiveSets sets = new AdaptiveSets(LEVEL, 0.5, 100);
        for (int i = 0; i < 50; i++) {
            sets.observe(0.1f, Float.NaN);
        }
        sets.observe(0.9f, 0.1f); // a miss
        assertThat(sets.miss()).isCloseTo(0.1 - 0.45, within(1e-9));
        assertThat(sets.threshold()).isEqualTo(Float.POSITIVE_INFINITY);
        for (int i = 0; i < 30; i++) {
            sets.observe(0.1f, Float.POSITIVE_INFINITY);
        }
        assertThat(sets.miss()).isGreaterThan(1);
        assertThat(sets.threshold()).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Property(tries = 100)
    void goesOnBitForBit(
            @ForAll @Size(min = 2, max = 60) float[] scores, @ForAll @IntRange(min = 1, max = 20) int window) {
        AdaptiveSets one = new AdaptiveSets(LEVEL, RATE, window);
        AdaptiveSets other = new AdaptiveSets(LEVEL, RATE, window);
        Map<String, double[]> kept = new HashMap<>();
        for (int i = 0; i < scores.length; i++) {
            if (i == scores.length / 2) {
                one.save(kept::put);
                other.load(kept::get);
            }
            one.observe(score(scores[i]), one.threshold());
            if (i % 3 == 0) { // what changes in between is handed over in parts
                one.save(kept::put);
            }
            if (i >= scores.length / 2) {
                other.observe(score(scores[i]), other.threshold());
                assertThat(other.miss()).isEqualTo(one.miss());
                assertThat(other.threshold()).isEqualTo(one.threshold());
            }
        }
    }

    @Test
    void whatIsNoNumberIsNoScore() {
        AdaptiveSets sets = new AdaptiveSets(LEVEL, RATE, 10);
        sets.observe(Float.NaN, Float.NaN);
        assertThat(sets.known()).isFalse();
    }
}
