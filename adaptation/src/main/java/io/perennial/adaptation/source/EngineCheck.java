// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Compares an engine with ONNX Runtime before the engine is trusted with a model: an operator that is read differently
 * gives plausible, wrong predictions, and adaptation would hide it.
 */
public final class EngineCheck {

    /**
     * Largest difference allowed, as a share of the largest magnitude among ONNX Runtime's values. Relative to that
     * scale and not value by value, because float32 rounding in a sum grows with its largest terms: a logit that
     * happens to be near zero carries the same absolute error as its neighbours.
     */
    public static final double TOLERANCE = 1e-4;

    /** Times the rounding that ONNX Runtime itself shows, where that allows more: the engine rounds as well, and in another order. */
    private static final double ROUNDINGS = 3;

    /** However much a model rounds. */
    private static final double MOST = 1e-3;

    private EngineCheck() {}

    /**
     * @param graph the model as the engine reads it
     * @param engine to be checked
     * @param source the same model on ONNX Runtime
     * @param probe a few events, as the model will see them
     * @throws EngineMismatchException if the logits differ by more than is {@linkplain #allowed allowed}; names the first node, in the
     *     order of computation, whose value differs
     */
    public static void compare(Graph graph, Engine engine, SourceModel source, Batch probe) {
        double difference = difference(logits(graph, engine, probe), source.score(probe));
        double allowed = allowed(difference, graph::toOnnx, probe);
        if (difference <= allowed) {
            return;
        }
        throw new EngineMismatchException(String.format(
                Locale.ROOT,
                "engine refused: expected the logits of ONNX Runtime within %.0e relative, got a difference of %.2e"
                        + " from %s; %s",
                allowed,
                difference,
                engine.describe(),
                firstDifference(graph, engine, probe)));
    }

    /**
     * What a difference may be: the tolerance; more, up to ten times as much, for a model in which rounding alone makes more of a
     * difference. How much that is shows ONNX Runtime, which sums in another order with its optimisations than without. (An Inception v3
     * of random weights: PyTorch's logits are 0.7e-4 from those of float64, ONNX Runtime's 0.7e-4 to 1.0e-4, and up to 1.5e-4 from its own.)
     *
     * @param difference that was found; the model is only looked at where the answer depends on it
     * @param onnx gives the bytes of the model
     * @param probe the events that were compared
     */
    public static double allowed(double difference, Supplier<byte[]> onnx, Batch probe) {
        if (!(difference > TOLERANCE && difference <= MOST)) {
            return TOLERANCE;
        }
        byte[] model = onnx.get();
        try (SourceModel optimised = SourceModel.open(model);
                SourceModel plain = SourceModel.openUnoptimised(model)) {
            double rounding = difference(plain.score(probe), optimised.score(probe));
            return Math.max(TOLERANCE, Math.min(MOST, ROUNDINGS * rounding));
        }
    }

    /** Bisection over the order of computation: what follows a value that differs differs as well. */
    private static String firstDifference(Graph graph, Engine engine, Batch probe) {
        Batch events =
                graph.fixedBatch() > 0 && graph.fixedBatch() < probe.size() ? first(probe, graph.fixedBatch()) : probe;
        List<Node> nodes = graph.nodes();
        int agrees = -1;
        int differs = -1;
        int end = nodes.size() - 1;
        for (int low = 0, high = end; low <= high; ) {
            int middle = (low + high) >>> 1;
            if (agreesAt(graph, nodes.get(middle), engine, events)) {
                agrees = Math.max(agrees, middle);
                low = middle + 1;
            } else {
                differs = middle;
                high = middle - 1;
            }
        }
        if (differs < 0) {
            return "every single node agrees, so the files may differ [output \"" + graph.output() + "\"]";
        }
        Node node = nodes.get(differs);
        return "they part at " + node.qualifiedOp() + "(" + node.attributes() + ") [node \"" + node.name() + "\"]";
    }

    /** Integers are shapes: where those are wrong, the next float32 value is as well. */
    private static boolean agreesAt(Graph graph, Node node, Engine engine, Batch events) {
        Graph part = graph.truncatedAt(node.outputs().get(0));
        float[] expected;
        try (SourceModel source = SourceModel.openUnoptimised(part.toOnnx())) {
            expected = source.score(events).values();
        } catch (IllegalArgumentException e) {
            return true;
        }
        try {
            return difference(logits(part, engine, events), new Logits(expected, 1)) <= TOLERANCE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Logits logits(Graph graph, Engine engine, Batch events) {
        try (Network network = engine.open(graph, new ParameterSelection.All());
                var parameters = network.source()) {
            return network.forward(parameters, events, NormStatistics.fixed(network.sourceStatistics()));
        }
    }

    private static Batch first(Batch batch, int events) {
        int[] shape = batch.shape().clone();
        shape[0] = events;
        return new Batch(Arrays.copyOf(batch.values(), events * batch.eventLength()), shape);
    }

    /** Largest difference relative to the largest magnitude; infinite where shapes or non-finite values differ. */
    public static double difference(Logits got, Logits expected) {
        if (got.values().length != expected.values().length) {
            return Double.POSITIVE_INFINITY;
        }
        double scale = 0;
        double largest = 0;
        for (int i = 0; i < got.values().length; i++) {
            float a = got.values()[i];
            float b = expected.values()[i];
            if (Float.compare(a, b) != 0) {
                double apart = Math.abs((double) a - b);
                largest = Math.max(largest, Double.isNaN(apart) ? Double.POSITIVE_INFINITY : apart);
            }
            scale = Float.isFinite(b) ? Math.max(scale, Math.abs(b)) : scale;
        }
        return largest == 0 ? 0 : largest / Math.max(scale, Float.MIN_NORMAL);
    }
}
