// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterLayout.Slice;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;

/** Quantiles of a vector and what is restored by them, against a sort in plain Java. */
public abstract class VectorSelectionContract extends VectorArithmeticContract {

    /** Restored by value, they would not come through every way of choosing. */
    private static final float[] ODD = {
        -0f, Float.NaN, Float.intBitsToFloat(0xffc12345), Float.NEGATIVE_INFINITY, Float.MIN_VALUE, 3
    };

    @Property(tries = 200)
    public void quantileIsLinearBetweenOrderStatistics(
            @ForAll("values") float[] values, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        Assume.that(values.length > 0);
        double[] squares = IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .sorted()
                .toArray();
        double position = share * (squares.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, squares.length - 1);
        double expected = squares[below] + (position - below) * (squares[above] - squares[below]);
        try (ParameterVector x = vector(values)) {
            assertThat((double) x.quantileOfSquares(share)).isCloseTo(expected, within(1e-6 * (1 + expected)));
        }
    }

    @Example
    public void quantileReachesTheEndsAndBeyondNumbers() {
        try (ParameterVector x = vector(Float.NEGATIVE_INFINITY, 3, -2, 2e-30f, 1)) {
            assertThat(x.quantileOfSquares(0)).isZero();
            assertThat(x.quantileOfSquares(0.25)).isEqualTo(1);
            assertThat(x.quantileOfSquares(0.625)).isEqualTo(6.5f);
            assertThat(x.quantileOfSquares(0.8)).isEqualTo(Float.POSITIVE_INFINITY);
            assertThat(x.quantileOfSquares(1)).isEqualTo(Float.POSITIVE_INFINITY);
        }
    }

    @Property(tries = 200)
    public void restoresExactlyTheSmallestAndOfEqualsTheFirst(
            @ForAll("anything") float[] gradient, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        restoresTheSmallest((int) (share * gradient.length), gradient);
    }

    /** As gradients are where no event reaches a unit, for longer than a chunk. */
    @Example
    public void restoresAmongZerosAndBeyondThem() {
        var gradient = new float[3000];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = i % 3 == 0 ? i % 200 - 100 : i % 2 == 0 ? 0f : -0f;
        }
        for (int count : new int[] {1, 1999, 2000, 2010, 2011, 3000}) {
            restoresTheSmallest(count, gradient);
        }
    }

    private void restoresTheSmallest(int count, float... gradient) {
        int size = gradient.length;
        var restored = new boolean[size];
        smallest(gradient, 0, size, count, restored);
        try (ParameterVector x = vector(new float[size]);
                ParameterVector g = vector(gradient);
                ParameterVector source = vector(filled(size, 1))) {
            assertThat(x.restoreSmallest(g, count, source)).isEqualTo(count);
            check(x, i -> restored[i] ? 1 : 0, 0);
        }
    }

    @Property(tries = 100)
    public void restoresTheSmallestOfEachParameter(
            @ForAll("anything") float[] gradient, @ForAll @DoubleRange(min = 0, max = 1) double share) {
        int size = gradient.length;
        int[] ends = {0, size / 3, size / 2, size};
        var restored = new boolean[size];
        var slices = new Slice[ends.length - 1];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = new Slice("p" + i, ends[i], ends[i + 1] - ends[i]);
            int count = (int) (Math.floor(share * ends[i + 1]) - Math.floor(share * ends[i]));
            smallest(gradient, ends[i], ends[i + 1], count, restored);
        }
        var layout = new ParameterLayout(List.of(slices));
        try (ParameterVector x = vector(layout);
                ParameterVector g = filled(layout, gradient);
                ParameterVector source = filled(layout, filled(size, 1))) {
            assertThat(x.restoreSmallestOfEach(g, share, source)).isEqualTo((long) Math.floor(share * size));
            check(x, i -> restored[i] ? 1 : 0, 0);
        }
    }

    /** What is not a number counts as the largest of all, infinity. */
    private static void smallest(float[] gradient, int from, int to, int count, boolean... restored) {
        IntStream.range(from, to)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> Float.isNaN(gradient[i]) ? Float.POSITIVE_INFINITY : Math.abs(gradient[i])))
                .limit(count)
                .forEach(i -> restored[i] = true);
    }

    @Property(tries = 100)
    public void restoresStrictlyBelowTheThreshold(
            @ForAll("anything") float[] gradient, @ForAll @FloatRange(min = 0, max = 50) float threshold) {
        for (float limit : new float[] {threshold, 0, 1, 4, 1e-36f, Float.POSITIVE_INFINITY, Float.NaN, -1}) {
            int size = gradient.length;
            try (ParameterVector x = vector(new float[size]);
                    ParameterVector g = vector(gradient);
                    ParameterVector source = vector(filled(size, 1))) {
                long restored = x.restoreBelow(g, limit, source);
                check(x, i -> gradient[i] * gradient[i] < limit ? 1 : 0, 0);
                assertThat(restored)
                        .isEqualTo(IntStream.range(0, size)
                                .filter(i -> gradient[i] * gradient[i] < limit)
                                .count());
            }
        }
    }

    @Example
    public void restoresTheFirstOfVeryManyEquals() {
        int size = 600_001;
        int count = 300_007;
        try (ParameterVector x = vector(new float[size]);
                ParameterVector g = vector(filled(size, -0.5f));
                ParameterVector source = vector(filled(size, 1))) {
            assertThat(x.restoreSmallest(g, count, source)).isEqualTo(count);
            check(x, i -> i < count ? 1 : 0, 0);
        }
    }

    /** They differ in later bits only, and each twice. */
    @Example
    public void restoresTheSmallestOfVeryManyThatAreAlmostEqual() {
        int size = 100_003;
        int[] ranks =
                IntStream.range(0, size).map(i -> (int) (7_919L * i % size) / 2).toArray();
        float[] gradient = new float[size];
        for (int i = 0; i < size; i++) {
            gradient[i] = (i % 3 == 0 ? -1 : 1) * (1 + ranks[i] * 0x1p-20f);
        }
        for (int count : new int[] {1, 2, 3_001, 50_000, size - 1, size}) {
            restoresTheSmallest(count, gradient);
        }
    }

    @Example
    public void restoresAtRandomTheSameForTheSameSeed() {
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
    public void restoresAtRandomEachValueByItself() {
        int size = 600_001;
        for (double probability : new double[] {0, 0.003, 0.4, 0.9, 1}) {
            try (ParameterVector x = vector(new float[size]);
                    ParameterVector source = vector(filled(size, 1))) {
                long restored = x.restoreRandom(probability, 7, source);
                float[] values = x.toArray();
                assertThat(restored).isEqualTo(x.countEqual(source));
                // Alone, with the next and with the one after that: five standard deviations, pairs with their
                // overlaps.
                isNear(restored, size, probability);
                for (int apart = 1; apart <= 2; apart++) {
                    int next = apart;
                    isNear(
                            IntStream.range(0, size - next)
                                    .filter(i -> values[i] + values[i + next] == 2)
                                    .count(),
                            size - next,
                            probability * probability);
                }
            }
        }
    }

    private static void isNear(long count, int of, double share) {
        assertThat((double) count).isCloseTo(of * share, within(5 * Math.sqrt(3 * of * share * (1 - share))));
    }

    @Example
    public void restoresEveryBit() {
        int size = ODD.length;
        float[] zeros = new float[size];
        try (ParameterVector x = vector(zeros);
                ParameterVector g = vector(zeros);
                ParameterVector source = vector(ODD)) {
            checkBits(source, ODD);
            x.restoreBelow(g, 1, source);
            checkBits(x, ODD);
            x.set(zeros);
            x.restoreSmallest(g, size, source);
            checkBits(x, ODD);
            x.set(zeros);
            x.restoreSmallestOfEach(g, 1, source);
            checkBits(x, ODD);
            x.set(zeros);
            x.restoreRandom(1, 1, source);
            checkBits(x, ODD);
            x.set(zeros);
            x.copyFrom(source);
            checkBits(x, ODD);
        }
    }

    @Example
    public void leavesEveryBitOfWhatIsNotRestored() {
        int size = ODD.length;
        try (ParameterVector x = vector(ODD);
                ParameterVector g = vector(filled(size, 2));
                ParameterVector source = vector(filled(size, 1))) {
            x.restoreBelow(g, 4, source);
            x.restoreSmallest(g, 0, source);
            x.restoreSmallestOfEach(g, 0, source);
            x.restoreRandom(0, 1, source);
            checkBits(x, ODD);
            x.restoreSmallest(g, 1, source);
            float[] first = ODD.clone();
            first[0] = 1;
            checkBits(x, first);
        }
    }
}
