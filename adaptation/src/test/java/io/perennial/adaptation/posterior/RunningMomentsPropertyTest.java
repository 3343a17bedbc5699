// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RunningMomentsPropertyTest {

    /** Offsets of 1000 against a spread of 1e-2 are what E[w^2] - E[w]^2 in float32 gets wrong. */
    @Property(tries = 200)
    void agreesWithTwoPassesEvenFarFromZero(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] series = new float[count];
        RunningMoments moments = new RunningMoments(1);
        double mean = 0;
        for (int i = 0; i < count; i++) {
            series[i] = (float) (1000 + 0.01 * random.nextGaussian());
            moments.add(series[i]);
            mean += (double) series[i] / count;
        }
        double variance = 0;
        for (float value : series) {
            variance += (value - mean) * (value - mean) / count;
        }
        DiagonalGaussian gaussian = moments.gaussian();
        assertThat((double) gaussian.mean()[0]).isCloseTo(mean, within(1e-4));
        assertThat((double) gaussian.variance()[0]).isCloseTo(variance, within(1e-6 * variance + 1e-12));
        assertThat(gaussian.variance()[0]).isNotNegative();
    }
}
