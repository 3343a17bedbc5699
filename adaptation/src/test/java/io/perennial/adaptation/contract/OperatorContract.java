// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.contract.CaseList.Case;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.source.SourceModel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operator of an engine against ONNX Runtime, and its gradient against finite differences. An engine that knows
 * fewer operators, or fewer ways of using one, names the cases that it refuses, and has to refuse them.
 */
public abstract class OperatorContract {

    private static final int EVENTS = 3;

    /** The engine under test; its threads should be one, for these tensors are tiny. */
    protected abstract Engine engine();

    /**
     * Names of the cases whose model the engine refuses to open though it knows all of its operators, exactly as they are in
     * {@link #cases}.
     */
    protected Set<String> refuses() {
        return Set.of();
    }

    public static List<Case> cases() {
        return Stream.of(
                        OperatorCases.all(),
                        ShapeCases.all(),
                        FunctionCases.all(),
                        SelectionCases.all(),
                        LayerCases.all())
                .flatMap(List::stream)
                .toList();
    }

    public static List<Case> normalised() {
        return cases().stream()
                .filter(one -> one.name().startsWith("BatchNorm"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    public void computesWhatOnnxRuntimeComputes(Case one) {
        Batch batch = batch(one);
        open(one, network -> {
            try (var parameters = network.source();
                    SourceModel oracle = SourceModel.open(one.model())) {
                Logits expected = oracle.score(batch);
                Logits got = network.forward(parameters, batch, NormStatistics.fixed(network.sourceStatistics()));
                assertThat(got.classes()).isEqualTo(expected.classes());
                // Sums of some hundred products of values near 1: a few dozen units in the last place.
                assertThat(got.values()).containsExactly(expected.values(), within(1e-5f * scale(expected)));
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    public void differentiatesAsFiniteDifferencesDo(Case one) {
        open(one, network -> checkGradient(network, one, NormStatistics::fixed));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("normalised")
    public void differentiatesThroughTheStatisticsOfTheBatch(Case one) {
        open(one, network -> {
            checkGradient(network, one, NormStatistics::batch);
            checkGradient(network, one, statistics -> NormStatistics.mix(statistics, 0.3f));
        });
    }

    @Test
    public void testsEveryRowOfTheTable() {
        var tested = cases().stream()
                .filter(one -> !isRefused(one))
                .flatMap(one -> Graph.read(one.model()).nodes().stream())
                .map(node -> node.op())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(tested).containsAll(engine().operators());
    }

    @Test
    public void refusesCasesThatThereAre() {
        assertThat(cases()).extracting(Case::name).containsAll(refuses());
    }

    /** Hands the network of a case over, or sees its model refused where it has to be. */
    private void open(Case one, Consumer<Network> check) {
        Graph graph = Graph.read(one.model());
        if (isRefused(one)) {
            assertThatThrownBy(() -> engine().open(graph, new ParameterSelection.All()))
                    .isInstanceOf(UnsupportedOperatorException.class)
                    .hasMessageStartingWith("operator refused: expected ");
            return;
        }
        try (Network network = engine().open(graph, new ParameterSelection.All())) {
            check.accept(network);
        }
    }

    private boolean isRefused(Case one) {
        return refuses().contains(one.name())
                || Graph.read(one.model()).nodes().stream()
                        .anyMatch(node -> !engine().operators().contains(node.op()));
    }

    private interface Policy {
        NormStatistics of(float[] statistics);
    }

    /**
     * Fourth-order central differences with step h = 0.01. The logits carry rounding of 6e-8 of their size, so the
     * loss, a sum of up to 400 of them, carries about 1e-6 and the quotient 1.5e-6 / h = 1.5e-4; truncation is of
     * order h^4. Allowed is 1e-3, relative to the largest slope where that is above 1.
     */
    private static void checkGradient(Network network, Case one, Policy policy) {
        Batch batch = batch(one);
        try (var parameters = network.source();
                var gradient = network.zeros()) {
            NormStatistics statistics = policy.of(network.sourceStatistics());
            float[] weights;
            try (var recorded = network.record(parameters, batch, statistics)) {
                weights = gaussian(5, recorded.logits().values().length);
                recorded.pullback(new Logits(weights, recorded.logits().classes()), gradient);
            }
            float[] slopes = gradient.toArray();
            double allowed = 1e-3
                    * Math.max(
                            1,
                            IntStream.range(0, slopes.length)
                                    .mapToDouble(i -> Math.abs(slopes[i]))
                                    .max()
                                    .orElse(0));
            float[] start = parameters.toArray();
            // Every 7th parameter at least, and never fewer than 20.
            int stride = Math.max(1, Math.min(7, start.length / 20));
            for (int i = 0; i < start.length; i += stride) {
                double slope = 0;
                double[][] stencil = {{-2, 1}, {-1, -8}, {1, 8}, {2, -1}};
                for (double[] point : stencil) {
                    float[] moved = start.clone();
                    moved[i] += (float) (point[0] * 0.01);
                    parameters.set(moved);
                    slope += point[1] * loss(network.forward(parameters, batch, statistics), weights) / (12 * 0.01);
                }
                assertThat((double) slopes[i]).as("slope %d of %s", i, one).isCloseTo(slope, within(allowed));
            }
        }
    }

    private static double loss(Logits logits, float... weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (double) weights[i] * logits.values()[i];
        }
        return sum;
    }

    /**
     * Distinct values 1/16 apart and 1/32 at least from every multiple of 1/16, in random order: where the kinks of an
     * operator are such multiples, no finite
     * difference steps over a kink or changes which value is the largest.
     */
    private static Batch batch(Case one) {
        var shape = new int[one.event().length + 1];
        shape[0] = EVENTS;
        System.arraycopy(one.event(), 0, shape, 1, one.event().length);
        int length = Arrays.stream(one.event()).reduce(1, (a, b) -> a * b);
        var values = new float[EVENTS * length];
        for (int event = 0; event < EVENTS; event++) {
            var order = IntStream.range(0, length).boxed().collect(Collectors.toList());
            Collections.shuffle(order, new Random(31 + event));
            for (int i = 0; i < length; i++) {
                float value = (order.get(i) - length / 2 + 0.5f) * 0.0625f;
                values[event * length + i] = one.positive() ? Math.abs(value) + 0.4f : value;
            }
        }
        return new Batch(values, shape);
    }

    private static float[] gaussian(long seed, int length) {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static float scale(Logits logits) {
        float scale = 1;
        for (float value : logits.values()) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }
}
