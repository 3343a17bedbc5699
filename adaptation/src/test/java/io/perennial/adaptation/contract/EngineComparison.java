// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.source.SourceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One random graph on two engines, or on one and ONNX Runtime. Allowed is a multiple of what {@link Rounding} moves: so a
 * graph that magnifies nothing has to agree to some 1e-5 of its largest logit and slope, and no number is allowed for all.
 */
final class EngineComparison {

    /** What came of it; a difference is an {@code AssertionError}. */
    enum Outcome {
        AGREED,
        /** Rounding may decide on which side of a kink an engine stands, so both gradients are right. */
        NEAR_KINK,
        /** Rounding moves more than a thousandth, so agreement would say little. */
        ILL_CONDITIONED
    }

    /**
     * Each of two engines strays as one play of the rounding does, and the largest of three plays may by chance be small.
     * Over 9,000 comparisons libtorch strayed from itself, the events in another order, by 1.1 of it at most, and from
     * ONNX Runtime over 5,700 by 0.7.
     */
    static final double ALLOWED = 8;

    /** Slopes that cancel to zero in one engine need not do so in the other: two units in the last place of the largest. */
    private static final double CANCELLED = 4 * Rounding.UNIT;

    private static final double LARGEST_SPREAD = 1e-3;
    private static final ParameterSelection ALL = new ParameterSelection.All();

    /** Logits, of the recording and of a forward pass, and the gradient of a loss. */
    private record Pass(float[] logits, float... slopes) {}

    private EngineComparison() {}

    /**
     * The logits under the model's own statistics.
     *
     * @param reference plays the rounding
     */
    static Outcome withOnnxRuntime(RandomGraph graph, Engine engine, Engine reference) {
        try (Network network = engine.open(Graph.read(graph.model()), ALL);
                var parameters = network.source();
                SourceModel oracle = SourceModel.open(graph.model());
                var rounding = new Rounding(reference, graph)) {
            NormStatistics fixed = NormStatistics.fixed(network.sourceStatistics());
            float[] expected = oracle.score(graph.batch()).values();
            double spread = rounding.play(fixed, false).logits();
            if (isLarge(spread, expected)) {
                return Outcome.ILL_CONDITIONED;
            }
            float[] got = network.forward(parameters, graph.batch(), fixed).values();
            assertThat(got).hasSameSizeAs(expected);
            check("logits", Rounding.apart(got, expected), ALLOWED * spread);
            return Outcome.AGREED;
        }
    }

    /**
     * Logits and gradients, under the statistics of the model, of the batch and of both where it normalises.
     *
     * @param reference plays the rounding, so that an engine under test cannot widen what it is allowed
     * @return of each policy
     */
    static List<Outcome> ofGradients(RandomGraph graph, Engine engine, Engine reference) {
        Graph read = Graph.read(graph.model());
        try (Network network = engine.open(read, ALL);
                Network expected = reference.open(read, ALL);
                var rounding = new Rounding(reference, graph)) {
            assertThat(network.layout()).usingRecursiveComparison().isEqualTo(expected.layout());
            var outcomes = new ArrayList<Outcome>();
            policies(network.sourceStatistics())
                    .forEach((name, statistics) ->
                            outcomes.add(compare(name, statistics, graph, network, expected, rounding)));
            return outcomes;
        }
    }

    private static Map<String, NormStatistics> policies(float... values) {
        NormStatistics fixed = NormStatistics.fixed(values);
        return values.length == 0
                ? Map.of("fixed", fixed)
                : Map.of(
                        "fixed", fixed, "batch", NormStatistics.batch(values), "mix", NormStatistics.mix(values, 0.3f));
    }

    private static Outcome compare(
            String policy,
            NormStatistics statistics,
            RandomGraph graph,
            Network network,
            Network reference,
            Rounding rounding) {
        Rounding.Spread spread = rounding.play(statistics, true);
        if (spread.nearKink()) {
            return Outcome.NEAR_KINK;
        }
        Pass expected = pass(reference, graph, statistics);
        double largest = Rounding.largest(expected.slopes());
        if (isLarge(spread.logits(), expected.logits())
                || spread.slopes().values().stream().anyMatch(slope -> !(slope <= LARGEST_SPREAD * largest))) {
            return Outcome.ILL_CONDITIONED;
        }
        Pass got = pass(network, graph, statistics);
        check(
                "logits under " + policy + " statistics",
                Rounding.apart(got.logits(), expected.logits()),
                ALLOWED * spread.logits());
        for (ParameterLayout.Slice slice : network.layout().slices()) {
            check(
                    "slopes of " + slice.name() + " under " + policy + " statistics",
                    Rounding.apart(of(slice, got), of(slice, expected)),
                    ALLOWED * spread.slopes().get(slice.name()) + CANCELLED * largest);
        }
        return Outcome.AGREED;
    }

    private static Pass pass(Network network, RandomGraph graph, NormStatistics statistics) {
        try (var parameters = network.source();
                var gradient = network.zeros();
                var recorded = network.record(parameters, graph.batch(), statistics)) {
            recorded.pullback(graph.gradient(), gradient);
            // A pass that is not recorded may compute otherwise.
            float[] forward =
                    network.forward(parameters, graph.batch(), statistics).values();
            return new Pass(both(recorded.logits().values(), forward), gradient.toArray());
        }
    }

    private static float[] both(float[] one, float... other) {
        float[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static float[] of(ParameterLayout.Slice slice, Pass pass) {
        return Arrays.copyOfRange(pass.slopes(), slice.offset(), slice.offset() + slice.length());
    }

    /** Negated, so that what is not a number is large. */
    private static boolean isLarge(double spread, float... values) {
        return !(spread <= LARGEST_SPREAD * Rounding.largest(values));
    }

    /** Negated, so that what is not a number differs. */
    private static void check(String what, double apart, double allowed) {
        if (!(apart <= allowed)) {
            throw new AssertionError(what + " differ by " + (float) apart + ", allowed " + (float) allowed);
        }
    }
}
