// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterVector;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** The arithmetic of a vector against the same in plain Java and double. */
public abstract class VectorArithmeticContract extends VectorFixture {

    @Property(tries = 100)
    public void lerpMovesTowardsTheTarget(
            @ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = 0, max = 1) float share) {
        try (ParameterVector x = vector(pair[0]);
                ParameterVector target = vector(pair[1])) {
            x.lerp(target, share);
            check(x, i -> pair[0][i] + (double) share * ((double) pair[1][i] - pair[0][i]), 100);
        }
    }

    @Property(tries = 100)
    public void scalesAndAddsAMultiple(
            @ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = -2, max = 2) float factor) {
        try (ParameterVector scaled = vector(pair[0]);
                ParameterVector sum = vector(pair[0]);
                ParameterVector other = vector(pair[1])) {
            scaled.scale(factor);
            check(scaled, i -> (double) factor * pair[0][i], 100);
            sum.add(other, factor);
            check(sum, i -> pair[0][i] + (double) factor * pair[1][i], 100);
        }
    }

    @Property(tries = 100)
    public void addsSquares(@ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = 0, max = 1) float factor) {
        try (ParameterVector sum = vector(pair[0]);
                ParameterVector other = vector(pair[1])) {
            sum.addSquares(other, factor);
            check(sum, i -> pair[0][i] + (double) factor * pair[1][i] * pair[1][i], 200);
        }
    }

    @Property(tries = 100)
    public void pullsTowardsAnAnchorByImportance(
            @ForAll("pairs") float[][] a, @ForAll @FloatRange(min = 0, max = 2) float weight) {
        float[] anchor = reversed(a[0]);
        float[] importance = squared(a[1]);
        try (ParameterVector x = vector(a[0]);
                ParameterVector parameters = vector(a[1]);
                ParameterVector at = vector(anchor);
                ParameterVector by = vector(importance)) {
            x.pullByImportance(parameters, at, by, weight);
            check(x, i -> a[0][i] + (double) weight * importance[i] * ((double) a[1][i] - anchor[i]), 5_000);
        }
    }

    @Property(tries = 100)
    public void pullsTowardsTheMeanOfAGaussian(
            @ForAll("pairs") float[][] a, @ForAll @FloatRange(min = 0, max = 1) float weight) {
        float damping = 0.5f;
        try (ParameterVector x = vector(a[0]);
                ParameterVector parameters = vector(a[1]);
                ParameterVector mean = vector(reversed(a[0]));
                ParameterVector variance = vector(squared(a[1]))) {
            x.pullToGaussian(parameters, mean, variance, weight, damping);
            float[] m = reversed(a[0]);
            float[] v = squared(a[1]);
            check(x, i -> a[0][i] + weight * ((double) a[1][i] - m[i]) / (v[i] + (double) damping), 500);
        }
    }

    @Property(tries = 50)
    public void adamStepsAsPyTorchDoes(@ForAll("pairs") float[][] pair, @ForAll @IntRange(min = 1, max = 5) int steps) {
        var rates = new AdamRates(1e-3f, 0.9f, 0.999f, 1e-8f);
        int size = pair[0].length;
        var x = new double[size];
        var m = new double[size];
        var v = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = pair[0][i];
        }
        try (ParameterVector parameters = vector(pair[0]);
                ParameterVector gradient = vector(pair[1]);
                ParameterVector first = vector(new float[size]);
                ParameterVector second = vector(new float[size])) {
            for (int t = 1; t <= steps; t++) {
                parameters.adam(gradient, first, second, rates, t);
                for (int i = 0; i < size; i++) {
                    double g = pair[1][i];
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    double denominator = Math.sqrt(v[i]) / Math.sqrt(1 - Math.pow(0.999, t)) + 1e-8;
                    x[i] -= 1e-3 / (1 - Math.pow(0.9, t)) * m[i] / denominator;
                }
            }
            // Closely enough that 1 - 0.999f instead of 0.001 shows.
            check(parameters, i -> x[i], 10);
            check(first, i -> m[i], 10);
            check(second, i -> v[i], 1);
        }
    }

    @Property(tries = 50)
    public void sgdStepsAsPyTorchsNesterovDoes(
            @ForAll("pairs") float[][] pair, @ForAll @IntRange(min = 1, max = 4) int steps) {
        int size = pair[0].length;
        var x = new double[size];
        var buffer = new double[size];
        for (int i = 0; i < size; i++) {
            x[i] = pair[0][i];
        }
        try (ParameterVector parameters = vector(pair[0]);
                ParameterVector gradient = vector(pair[1]);
                ParameterVector momentum = vector(new float[size])) {
            for (int t = 0; t < steps; t++) {
                parameters.sgd(gradient, momentum, 0.01f, 0.9f);
                for (int i = 0; i < size; i++) {
                    buffer[i] = 0.9 * buffer[i] + pair[1][i];
                    x[i] -= 0.01 * (pair[1][i] + 0.9 * buffer[i]);
                }
            }
            check(parameters, i -> x[i], 200);
            check(momentum, i -> buffer[i], 500);
        }
    }

    @Property(tries = 100)
    public void lerpLeavesWhatIsEqualExactlyAsItIsAndEndsAtTheTarget(
            @ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = 0, max = 1) float share) {
        try (ParameterVector x = vector(pair[0]);
                ParameterVector same = vector(pair[0]);
                ParameterVector target = vector(pair[1])) {
            x.lerp(same, share);
            check(x, i -> pair[0][i], 0);
            x.lerp(target, 0);
            check(x, i -> pair[0][i], 0);
            x.lerp(target, 1);
            check(x, i -> pair[1][i], 0);
        }
    }

    @Property(tries = 50)
    public void normAndDistanceAreEuclidean(@ForAll("pairs") float[][] pair) {
        double norm = 0;
        double distance = 0;
        for (int i = 0; i < pair[0].length; i++) {
            norm += (double) pair[0][i] * pair[0][i];
            distance += Math.pow((double) pair[0][i] - pair[1][i], 2);
        }
        try (ParameterVector x = vector(pair[0]);
                ParameterVector other = vector(pair[1])) {
            assertThat(x.norm()).isCloseTo(Math.sqrt(norm), within(1e-9 * (1 + Math.sqrt(norm))));
            assertThat(x.distance(other)).isCloseTo(Math.sqrt(distance), within(1e-6 * (1 + Math.sqrt(distance))));
            x.scale(1e30f);
            assertThat(x.norm()).isCloseTo(1e30 * Math.sqrt(norm), within(1e24 * (1 + Math.sqrt(norm))));
        }
    }

    @Property(tries = 50)
    public void meanOfSquaredDeviationsUnderTheVariance(
            @ForAll("pairs") float[][] pair, @ForAll @DoubleRange(min = 0.1, max = 2) double damping) {
        float[] mean = reversed(pair[1]);
        float[] variance = squared(pair[1]);
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += Math.pow((double) pair[0][i] - mean[i], 2) / (variance[i] + damping);
        }
        double expected = sum / mean.length;
        try (ParameterVector x = vector(pair[0]);
                ParameterVector at = vector(mean);
                ParameterVector of = vector(variance)) {
            double deviations = x.squaredDeviations(at, of, damping);
            if (mean.length == 0) {
                assertThat(deviations).isNaN();
            } else {
                assertThat(deviations).isCloseTo(expected, within(1e-5 * (1 + expected)));
            }
        }
    }
}
