// SPDX-License-Identifier: Apache-2.0
package io.perennial.inspect;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.Parameter;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.EngineMismatchException;
import io.perennial.adaptation.source.SourceModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Finds out what there is to know of a model. */
public final class Inspector {

    private static final int EVENTS = 8;
    private static final long SEED = 1;

    /** Values of all events together, where those of one are not more. */
    private static final int MOST_VALUES = 1 << 22;

    private static final List<String> OTHER_NORMS =
            List.of("LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization");

    private Inspector() {}

    /**
     * @param onnx the bytes of a model file
     * @throws IllegalArgumentException if they are no classifier with one float32 input and one output
     */
    public static Inspection inspect(byte[] onnx, Engine engine) {
        Graph graph = Graph.read(onnx);
        Batch probe = probe(graph);
        try (SourceModel source = SourceModel.open(onnx)) {
            Logits expected = source.score(probe);
            List<String> unsupported = unsupported(graph, engine);
            List<String> warnings = warnings(graph);
            Inspection.ParityFigures parity = null;
            if (unsupported.isEmpty()) {
                try {
                    parity = parity(graph, engine, source, probe, expected, warnings);
                } catch (UnsupportedOperatorException e) {
                    unsupported = List.of(e.getMessage());
                }
            }
            long all = size(graph, parameter -> true);
            return new Inspection(
                    engine.describe(),
                    List.of(),
                    graph.opset(),
                    List.of(new Inspection.Port(graph.input(), "float32", shape(graph))),
                    List.of(new Inspection.Port(graph.output(), "float32", List.of(events(graph), expected.classes()))),
                    expected.classes(),
                    all,
                    new Inspection.Trainable(all, size(graph, Parameter::norm)),
                    graph.normLayers().size(),
                    layers(graph),
                    unsupported,
                    null,
                    parity,
                    warnings);
        }
    }

    /**
     * The same with the memory that a service would take, where the model can be adapted.
     *
     * @throws IllegalArgumentException also if the method refuses the model
     */
    public static Inspection inspect(byte[] onnx, Engine engine, Service service) {
        Inspection found = inspect(onnx, engine);
        return found.adaptable() ? found.with(MemoryTrial.run(Graph.read(onnx), engine, service)) : found;
    }

    /** Standard normal events, as many as the model was exported for or eight, fewer of very large ones; always the same. */
    public static Batch probe(Graph graph) {
        int[] event = graph.eventShape();
        int one = Arrays.stream(event).reduce(1, Math::multiplyExact);
        int few = Math.max(1, Math.min(EVENTS, MOST_VALUES / one));
        return noise(graph.fixedBatch() > 0 ? graph.fixedBatch() : few, event);
    }

    /** So many standard normal events of a shape, always the same. */
    static Batch noise(int events, int... event) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[Arrays.stream(event).reduce(events, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(values, events, event);
    }

    private static List<String> unsupported(Graph graph, Engine engine) {
        return graph.nodes().stream()
                .filter(node -> !node.domain().isEmpty() || !engine.operators().contains(node.op()))
                .map(Node::qualifiedOp)
                .distinct()
                .sorted()
                .toList();
    }

    private static Inspection.ParityFigures parity(
            Graph graph, Engine engine, SourceModel source, Batch probe, Logits expected, List<String> warnings) {
        boolean agrees = true;
        try {
            EngineCheck.compare(graph, engine, source, probe);
        } catch (EngineMismatchException e) {
            agrees = false;
            warnings.add(e.getMessage());
        }
        try (Network network = engine.open(graph, new ParameterSelection.All());
                ParameterVector parameters = network.source()) {
            Logits got = network.forward(parameters, probe, NormStatistics.fixed(network.sourceStatistics()));
            double largest = 0;
            for (int i = 0; i < expected.values().length; i++) {
                largest = Math.max(largest, Math.abs((double) got.values()[i] - expected.values()[i]));
            }
            return new Inspection.ParityFigures(largest, probe.size(), agrees);
        }
    }

    private static long size(Graph graph, Predicate<Parameter> learns) {
        return graph.parameters().stream()
                .filter(learns)
                .mapToLong(parameter -> parameter.constant().length())
                .sum();
    }

    private static int events(Graph graph) {
        return graph.fixedBatch() > 0 ? graph.fixedBatch() : -1;
    }

    private static List<Integer> shape(Graph graph) {
        List<Integer> shape = new ArrayList<>();
        shape.add(events(graph));
        Arrays.stream(graph.eventShape()).forEach(shape::add);
        return shape;
    }

    /** PyTorch names a parameter by its module and a dot; others stand alone. */
    private static List<Inspection.Layer> layers(Graph graph) {
        Map<String, Inspection.Layer> layers = new LinkedHashMap<>();
        for (Parameter parameter : graph.parameters()) {
            int dot = parameter.name().lastIndexOf('.');
            String name = dot > 0 ? parameter.name().substring(0, dot) : parameter.name();
            layers.merge(
                    name,
                    new Inspection.Layer(name, parameter.constant().length(), parameter.norm()),
                    (a, b) -> new Inspection.Layer(
                            name, a.parameters() + b.parameters(), a.normalisation() || b.normalisation()));
        }
        return List.copyOf(layers.values());
    }

    private static List<String> warnings(Graph graph) {
        List<String> warnings = new ArrayList<>();
        long convolutions = count(graph, "Conv");
        long others = OTHER_NORMS.stream().mapToLong(name -> count(graph, name)).sum();
        if (graph.normLayers().isEmpty() && others == 0 && convolutions > 0) {
            warnings.add("no normalisation layers beside " + convolutions
                    + " convolutions: the export has probably folded BatchNorm into them, and its statistics can no longer"
                    + " follow the stream; export again with torch.onnx.export(model.eval(), example, file,"
                    + " training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, dynamo=False)");
        } else if (graph.normLayers().isEmpty() && others > 0) {
            warnings.add("its " + others
                    + " normalisation layers look at each event alone, so nothing follows the stream but what is"
                    + " learned: all weights together would drift away, so perennial learns scale and shift of these"
                    + " layers alone and averages no views; compare it with the untouched model by perennial evaluate"
                    + " before use");
        } else if (graph.normLayers().isEmpty()) {
            warnings.add(
                    "no batch normalisation: adaptation is left to the weights; compare it with the untouched model by"
                            + " perennial evaluate before use");
        }
        if (graph.fixedBatch() > 0) {
            warnings.add("exported for batches of " + graph.fixedBatch()
                    + ": other sizes are run in parts; export the first dimension as dynamic");
        }
        return warnings;
    }

    private static long count(Graph graph, String operator) {
        return graph.nodes().stream().filter(node -> node.op().equals(operator)).count();
    }
}
