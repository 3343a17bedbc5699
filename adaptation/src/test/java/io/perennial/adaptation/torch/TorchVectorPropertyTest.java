// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/** Every operation of a vector against the same in plain Java and double. */
final class TorchVectorPropertyTest {

    /** A few float32 operations on numbers up to 100: an error of some units in the last place of the largest term. */
    private static final float RELATIVE = 2e-6f;

    @Property(tries = 100)
    void lerpMovesTowardsTheTarget(@ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = 0, max = 1) float share) {
        try (ParameterVector x = vector(pair[0]);
                ParameterVector target = vector(pair[1])) {
            x.lerp(target, share);
            check(x, i -> pair[0][i] + (double) share * ((double) pair[1][i] - pair[0][i]), 100);
        }
    }

    @Property(tries = 100)
    void scalesAndAddsAMultiple(@ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = -2, max = 2) float factor) {
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
    void addsSquares(@ForAll("pairs") float[][] pair, @ForAll @FloatRange(min = 0, max = 1) float factor) {
        try (ParameterVector sum = vector(pair[0]);
                ParameterVector other = vector(pair[1])) {
            sum.addSquares(other, factor);
            check(sum, i -> pair[0][i] + (double) factor * pair[1][i] * pair[1][i], 200);
        }
    }

    @Property(tries = 100)
    void pullsTowardsAnAnchorByImportance(
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
    void pullsTowardsTheMeanOfAGaussian(
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
    void adamStepsAsPyTorchDoes(@ForAll("pairs") float[][] pair, @ForAll @IntRange(min = 1, max = 5) int steps) {
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
            check(parameters, i -> x[i], 100);
            check(first, i -> m[i], 100);
            check(second, i -> v[i], 10_000);
        }
    }

    @Property(tries = 50)
    void sgdStepsAsPyTorchsNesterovDoes(
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

    @Property(tries = 200)
    void quantileIsLinearBetweenOrderStatistics(
            @ForAll("values") float[] values, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        double[] squares = sortedSquares(values);
        double position = share * (squares.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, squares.length - 1);
        double expected = squares[below] + (position - below) * (squares[above] - squares[below]);
        try (ParameterVector x = vector(values)) {
            assertThat((double) x.quantileOfSquares(share)).isCloseTo(expected, within(1e-6 * (1 + expected)));
        }
    }

    @Property(tries = 200)
    void restoresExactlyTheSmallestAndOfEqualsTheFirst(
            @ForAll("values") float[] gradient, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int size = gradient.length;
        int count = (int) (share * size);
        var restored = new boolean[size];
        IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> (double) gradient[i] * gradient[i]))
                .limit(count)
                .forEach(i -> restored[i] = true);
        float[] ones = filled(size, 1);
        try (ParameterVector x = vector(new float[size]);
                ParameterVector g = vector(gradient);
                ParameterVector source = vector(ones)) {
            assertThat(x.restoreSmallest(g, count, source)).isEqualTo(count);
            check(x, i -> restored[i] ? 1 : 0, 0);
        }
    }

    @Property(tries = 100)
    void restoresStrictlyBelowTheThreshold(
            @ForAll("values") float[] gradient, @ForAll @FloatRange(min = 0, max = 50) float threshold) {
        int size = gradient.length;
        try (ParameterVector x = vector(new float[size]);
                ParameterVector g = vector(gradient);
                ParameterVector source = vector(filled(size, 1))) {
            long restored = x.restoreBelow(g, threshold, source);
            check(x, i -> gradient[i] * gradient[i] < threshold ? 1 : 0, 0);
            assertThat(restored)
                    .isEqualTo(IntStream.range(0, size)
                            .filter(i -> gradient[i] * gradient[i] < threshold)
                            .count());
        }
    }

    @Property(tries = 100)
    void normAndDistanceAreEuclidean(@ForAll("pairs") float[][] pair) {
        double norm = 0;
        double distance = 0;
        long equal = 0;
        for (int i = 0; i < pair[0].length; i++) {
            norm += (double) pair[0][i] * pair[0][i];
            distance += Math.pow((double) pair[0][i] - pair[1][i], 2);
            equal += pair[0][i] == pair[1][i] ? 1 : 0;
        }
        try (ParameterVector x = vector(pair[0]);
                ParameterVector other = vector(pair[1])) {
            assertThat(x.norm()).isCloseTo(Math.sqrt(norm), within(1e-9 * (1 + norm)));
            assertThat(x.distance(other)).isCloseTo(Math.sqrt(distance), within(1e-6 * (1 + Math.sqrt(distance))));
            assertThat(x.countEqual(other)).isEqualTo(equal);
            assertThat(x.isFinite()).isTrue();
        }
    }

    @Property(tries = 100)
    void readsBackWhatWasSetAndCopied(@ForAll("values") float[] values) {
        try (ParameterVector x = vector(values);
                ParameterVector copy = vector(new float[values.length])) {
            copy.copyFrom(x);
            assertThat(copy.toArray()).isEqualTo(values);
            assertThat(copy.countEqual(x)).isEqualTo(values.length);
        }
    }

    @Example
    void restoresAtRandomTheSameForTheSameSeed() {
        int size = 20_000;
        try (ParameterVector x = vector(new float[size]);
                ParameterVector y = vector(new float[size]);
                ParameterVector source = vector(filled(size, 1))) {
            long restored = x.restoreRandom(0.01, 42, source);
            y.restoreRandom(0.01, 42, source);
            // Five standard deviations of a binomial, 14 each, around 200.
            assertThat(restored).isBetween(130L, 270L).isEqualTo(x.countEqual(source));
            assertThat(y.countEqual(x)).isEqualTo(size);
            y.restoreRandom(0.01, 43, source);
            assertThat(y.countEqual(x)).isLessThan(size);
        }
    }

    @Example
    void tellsNotFiniteFromFinite() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            try (ParameterVector x = vector(1, bad, 2)) {
                assertThat(x.isFinite()).isFalse();
            }
        }
    }

    @Example
    void countsNotANumberAsTheLargestGradient() {
        try (ParameterVector x = vector(0, 0, 0, 0);
                ParameterVector g = vector(Float.NaN, 3, Float.POSITIVE_INFINITY, 1);
                ParameterVector source = vector(1, 1, 1, 1)) {
            assertThat(x.restoreSmallest(g, 3, source)).isEqualTo(3);
            assertThat(x.toArray()).containsExactly(1, 1, 0, 1);
        }
    }

    @Example
    void restoresTheSmallestOfEachParameter() {
        ParameterLayout two = new ParameterLayout(
                List.of(new ParameterLayout.Slice("a", 0, 4), new ParameterLayout.Slice("b", 4, 2)));
        try (ParameterVector x = new TorchVector(two);
                ParameterVector g = new TorchVector(two);
                ParameterVector source = new TorchVector(two)) {
            g.set(new float[] {4, 3, 1, 2, 0.5f, 0.6f});
            source.set(filled(6, 1));
            assertThat(x.restoreSmallestOfEach(g, 0.5, source)).isEqualTo(3);
            assertThat(x.toArray()).containsExactly(0, 0, 1, 1, 1, 0);
        }
    }

    @Example
    void doesNotUnderflowWhereSquaresDo() {
        try (ParameterVector x = vector(0, 0, 0);
                ParameterVector g = vector(3e-30f, 1e-30f, 2e-30f);
                ParameterVector source = vector(1, 1, 1)) {
            x.restoreSmallest(g, 1, source);
            assertThat(x.toArray()).containsExactly(0, 1, 0);
        }
    }

    @Example
    void countsZerosOfEitherSignAsEqual() {
        try (ParameterVector x = vector(0f, 1, Float.NaN);
                ParameterVector y = vector(-0f, 2, Float.NaN)) {
            assertThat(x.countEqual(y)).isEqualTo(2);
        }
    }

    @Example
    void refusesOtherLengthsAndClosedVectors() {
        ParameterVector x = vector(1, 2);
        try (ParameterVector longer = vector(1, 2, 3)) {
            assertThatThrownBy(() -> x.copyFrom(longer)).hasMessageContaining("expected 2 values, got 3");
            assertThatThrownBy(() -> x.set(new float[1])).hasMessageContaining("expected 2 values, got 1");
        }
        x.close();
        x.close();
        assertThatThrownBy(x::norm).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Provide
    Arbitrary<float[]> values() {
        return Arbitraries.integers().between(1, 300).flatMap(TorchVectorPropertyTest::values);
    }

    @Provide
    Arbitrary<float[][]> pairs() {
        return Arbitraries.integers()
                .between(1, 300)
                .flatMap(size -> values(size).array(float[][].class).ofSize(2));
    }

    /** Many zeros and many equals, for these are where selections go wrong. */
    private static Arbitrary<float[]> values(int size) {
        return Arbitraries.oneOf(Arbitraries.floats().between(-10, 10), Arbitraries.of(0f, -0f, 1f, -1f, 2f))
                .array(float[].class)
                .ofSize(size);
    }

    private interface Expected {
        double at(int index);
    }

    private static void check(ParameterVector x, Expected expected, double scale) {
        float[] values = x.toArray();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).as("value %d", i).isCloseTo(expected.at(i), within(RELATIVE * scale));
        }
    }

    private static ParameterVector vector(float... values) {
        var vector = new TorchVector(new ParameterLayout(List.of(new ParameterLayout.Slice("p", 0, values.length))));
        vector.set(values);
        return vector;
    }

    private static float[] filled(int size, float value) {
        var values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    private static float[] reversed(float... values) {
        var reversed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            reversed[i] = values[values.length - 1 - i];
        }
        return reversed;
    }

    private static float[] squared(float... values) {
        var squares = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            squares[i] = values[i] * values[i];
        }
        return squares;
    }

    private static double[] sortedSquares(float... values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .sorted()
                .toArray();
    }
}
