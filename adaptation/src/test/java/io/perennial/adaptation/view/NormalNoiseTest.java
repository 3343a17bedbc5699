// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalNoiseTest {

    private static final int MANY = 1 << 22;

    private final float[] noise = drawn(MANY, 1, 1);

    private static float[] drawn(int length, float deviation, long seed) {
        float[] values = new float[length];
        NormalNoise.add(values, deviation, new SplittableRandom(seed));
        return values;
    }

    private double moment(int power) {
        return IntStream.range(0, MANY)
                .mapToDouble(i -> Math.pow(noise[i], power))
                .average()
                .orElseThrow();
    }

    /** Each within five standard errors of the moment of a standard normal distribution. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 1, 2", "3, 0, 15", "4, 3, 96"})
    void hasTheMomentsOfANormalDistribution(int power, double expected, double variance) {
        assertThat(moment(power)).isCloseTo(expected, within(5 * Math.sqrt(variance / MANY)));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.317311", "2, 0.0455003", "3, 0.00269980", "4, 6.33425e-5"})
    void reachesAsFarAsANormalDistribution(double deviations, double expected) {
        double share = IntStream.range(0, MANY)
                        .filter(i -> Math.abs(noise[i]) > deviations)
                        .count()
                / (double) MANY;

        assertThat(share).isCloseTo(expected, within(5 * Math.sqrt(expected / MANY) + 1.0 / (1 << 16)));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "128"})
    void valuesDoNotKnowOfEachOther(int apart) {
        double product = IntStream.range(apart, MANY)
                .mapToDouble(i -> (double) noise[i] * noise[i - apart])
                .average()
                .orElseThrow();

        assertThat(product).isCloseTo(0, within(5 / Math.sqrt(MANY)));
    }

    @Test
    void isAddedInUnitsOfItsDeviation() {
        float[] values = {10, 20, 30, 40, 50, 60};
        float[] unit = drawn(6, 1, 7);
        NormalNoise.add(values, 0.5f, new SplittableRandom(7));

        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(10 * (i + 1) + 0.5f * unit[i]);
        }
    }

    @Test
    void aSeedGivesTheSameNoiseAndAnotherOneOther() {
        assertThat(drawn(1001, 1, 3)).isEqualTo(drawn(1001, 1, 3)).isNotEqualTo(drawn(1001, 1, 4));
    }

    @Test
    void noValueIsLeftOutOfAnyLength() {
        for (int length = 0; length < 20; length++) {
            assertThat(drawn(length, 1, 5)).doesNotContain(0f);
        }
    }

    @Test
    void isSymmetric() {
        float[] sorted = noise.clone();
        Arrays.sort(sorted);

        assertThat(sorted[0]).isEqualTo(-sorted[MANY - 1]);
    }
}
