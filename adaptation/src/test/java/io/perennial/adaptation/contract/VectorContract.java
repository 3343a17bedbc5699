// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterLayout.Slice;
import io.perennial.adaptation.network.ParameterVector;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Every operation of an engine's vectors. */
public abstract class VectorContract extends VectorSelectionContract {

    private static final ParameterLayout THREE =
            new ParameterLayout(List.of(new Slice("a", 0, 30, 10), new Slice("b", 300, 7), new Slice("c", 307, 1, 1)));

    @Property(tries = 100)
    public void readsBackWhatWasSetAndCopied(@ForAll("anything") float[] values) {
        try (ParameterVector x = vector(values);
                ParameterVector copy = vector(new float[values.length])) {
            assertThat(x.size()).isEqualTo(values.length);
            checkBits(x, values);
            copy.copyFrom(x);
            x.set(new float[values.length]);
            checkBits(copy, values);
            x.copyFrom(copy);
            assertThat(copy.countEqual(x)).isEqualTo(values.length);
        }
    }

    @Property(tries = 100)
    public void countsEqualsAndTellsWhetherAllAreFinite(
            @ForAll("anything") float[] values, @ForAll("anything") float[] others) {
        float[] mixed = values.clone();
        boolean finite = true;
        long equal = 0;
        for (int i = 0; i < values.length; i++) {
            mixed[i] = i % 2 == 0 || i >= others.length ? values[i] : others[i];
            finite &= Float.isFinite(mixed[i]);
            equal += mixed[i] == values[i] || Float.floatToRawIntBits(mixed[i]) == Float.floatToRawIntBits(values[i])
                    ? 1
                    : 0;
        }
        try (ParameterVector x = vector(values);
                ParameterVector y = vector(mixed)) {
            assertThat(y.isFinite()).isEqualTo(finite);
            assertThat(x.countEqual(y)).isEqualTo(equal);
        }
    }

    /** With the same checks as on short vectors. */
    @Example
    public void worksOnEverySize() {
        for (int size : SIZES) {
            float[][] pair = {random(size, 1), random(size, 2)};
            readsBackWhatWasSetAndCopied(pair[0]);
            countsEqualsAndTellsWhetherAllAreFinite(pair[0], pair[1]);
            lerpMovesTowardsTheTarget(pair, 0.001f);
            lerpLeavesWhatIsEqualExactlyAsItIsAndEndsAtTheTarget(pair, 0.3f);
            scalesAndAddsAMultiple(pair, -0.7f);
            addsSquares(pair, 0.3f);
            pullsTowardsAnAnchorByImportance(pair, 1.5f);
            pullsTowardsTheMeanOfAGaussian(pair, 0.7f);
            adamStepsAsPyTorchDoes(pair, 3);
            sgdStepsAsPyTorchsNesterovDoes(pair, 3);
            normAndDistanceAreEuclidean(pair);
            meanOfSquaredDeviationsUnderTheVariance(pair, 0.5);
            restoresStrictlyBelowTheThreshold(pair[0], 9);
            for (double share : new double[] {0, 0.03, 0.5, 1}) {
                restoresExactlyTheSmallestAndOfEqualsTheFirst(pair[0], share);
                restoresTheSmallestOfEachParameter(pair[0], share);
                if (size > 0) {
                    quantileIsLinearBetweenOrderStatistics(pair[0], share);
                }
            }
        }
    }

    @Example
    public void tellsNotFiniteFromFiniteWhereverItIs() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int place : new int[] {0, 1, 1500, 600_000}) {
                float[] values = filled(600_001, Float.MAX_VALUE);
                values[place] = bad;
                try (ParameterVector x = vector(values)) {
                    assertThat(x.isFinite()).isFalse();
                    values[place] = -Float.MAX_VALUE;
                    x.set(values);
                    assertThat(x.isFinite()).isTrue();
                }
            }
        }
    }

    @Example
    public void reducesEachParameterByItself() {
        float[] x = random(308, 1);
        float[] y = random(308, 2);
        double[] squares = new double[3];
        long[] equal = new long[3];
        for (int i = 0; i < x.length; i++) {
            y[i] = i % 3 == 0 ? x[i] : y[i];
            int slice = i < 300 ? 0 : i < 307 ? 1 : 2;
            squares[slice] += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
            equal[slice] += x[i] == y[i] ? 1 : 0;
        }
        try (ParameterVector a = filled(THREE, x);
                ParameterVector b = filled(THREE, y)) {
            double[] distances = a.distances(b, THREE);
            for (int i = 0; i < 3; i++) {
                assertThat(distances[i]).isCloseTo(Math.sqrt(squares[i]), within(1e-5));
            }
            assertThat(a.countsEqual(b, THREE)).isEqualTo(equal);
        }
    }

    @Example
    public void someValuesAreEvenlySpaced() {
        float[] x = new float[308];
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        try (ParameterVector a = filled(THREE, x)) {
            assertThat(a.some(1000)).isEqualTo(x);
            assertThat(a.some(4)).containsExactly(0, 77, 154, 231);
            assertThat(a.some(5)).containsExactly(0, 62, 124, 186, 248);
        }
    }

    @Example
    public void nothingIsAVectorToo() {
        var none = new ParameterLayout(List.of());
        try (ParameterVector x = vector(none);
                ParameterVector y = vector(none)) {
            assertThat(x.size()).isZero();
            assertThat(x.some(5)).isEmpty();
            assertThat(x.distances(y, none)).isEmpty();
            assertThat(x.countsEqual(y, none)).isEmpty();
            assertThat(x.restoreRandom(0.5, 1, y)).isZero();
            assertThat(x.restoreSmallestOfEach(y, 1, y)).isZero();
            assertThatThrownBy(() -> x.quantileOfSquares(0.5)).hasMessageContaining("at least one value, got 0.5 of 0");
        }
    }

    @Example
    public void refusesWhatDoesNotFit() {
        try (ParameterVector x = vector(1, 2);
                ParameterVector longer = vector(1, 2, 3)) {
            var foreign = (ParameterVector) Proxy.newProxyInstance(
                    ParameterVector.class.getClassLoader(), new Class<?>[] {ParameterVector.class}, (p, m, a) -> {
                        throw new IllegalStateException(m.getName());
                    });
            for (Consumer<ParameterVector> operation : operations(x)) {
                refused(() -> operation.accept(longer), "expected 2 values, got 3");
                refused(() -> operation.accept(foreign), "parameters refused: expected a vector of the ");
            }
            refused(() -> x.set(new float[1]), "expected 2 values, got 1");
            refused(() -> x.adam(x, x, x, AdamRates.of(1e-3), 0), "expected 1 for the first, got 0");
            for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
                refused(() -> x.quantileOfSquares(share), "expected a share from 0 to 1");
                refused(() -> x.restoreRandom(share, 1, x), "expected a probability from 0 to 1, got " + share);
            }
            for (long count : new long[] {-1, 3, 1L << 32}) {
                refused(() -> x.restoreSmallest(x, count, x), "expected 0 to 2 values, got " + count);
            }
            assertThat(x.toArray()).containsExactly(1, 2);
        }
    }

    private static void refused(Runnable operation, String why) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Example
    public void refusesToWorkOnClosedVectors() {
        try (ParameterVector open = vector(1, 2)) {
            ParameterVector x = vector(3, 4);
            x.close();
            x.close();
            List<Runnable> alone = List.of(
                    () -> x.set(new float[2]),
                    x::toArray,
                    () -> x.scale(2),
                    () -> x.quantileOfSquares(0.5),
                    x::norm,
                    () -> x.some(1),
                    x::isFinite);
            for (Runnable operation : alone) {
                closed(operation);
            }
            for (Consumer<ParameterVector> operation : operations(x)) {
                closed(() -> operation.accept(open));
            }
            for (Consumer<ParameterVector> operation : operations(open)) {
                closed(() -> operation.accept(x));
            }
            assertThat(open.toArray()).containsExactly(1, 2);
        }
    }

    private static void closed(Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("parameters refused: expected an open vector, got a closed one");
    }

    /** Every operation with another vector, in every place of it. */
    private static List<Consumer<ParameterVector>> operations(ParameterVector x) {
        var layout = new ParameterLayout(List.of(new Slice("p", 0, 2)));
        var rates = AdamRates.of(1e-3);
        return List.of(
                x::copyFrom,
                other -> x.lerp(other, 0.5f),
                other -> x.add(other, 1),
                other -> x.addSquares(other, 1),
                other -> x.pullByImportance(other, x, x, 1),
                other -> x.pullByImportance(x, other, x, 1),
                other -> x.pullByImportance(x, x, other, 1),
                other -> x.pullToGaussian(other, x, x, 1, 1),
                other -> x.pullToGaussian(x, other, x, 1, 1),
                other -> x.pullToGaussian(x, x, other, 1, 1),
                other -> x.adam(other, x, x, rates, 1),
                other -> x.adam(x, other, x, rates, 1),
                other -> x.adam(x, x, other, rates, 1),
                other -> x.sgd(other, x, 0.1f, 0.9f),
                other -> x.sgd(x, other, 0.1f, 0.9f),
                other -> x.restoreBelow(other, 1, x),
                other -> x.restoreBelow(x, 1, other),
                other -> x.restoreSmallest(other, 1, x),
                other -> x.restoreSmallest(x, 1, other),
                other -> x.restoreSmallestOfEach(other, 0.5, x),
                other -> x.restoreSmallestOfEach(x, 0.5, other),
                other -> x.restoreRandom(0.5, 1, other),
                x::countEqual,
                x::distance,
                other -> x.distances(other, layout),
                other -> x.countsEqual(other, layout),
                other -> x.squaredDeviations(other, x, 1),
                other -> x.squaredDeviations(x, other, 1));
    }
}
