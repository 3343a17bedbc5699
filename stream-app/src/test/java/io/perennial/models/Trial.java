// SPDX-License-Identifier: Apache-2.0
package io.perennial.models;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Parameter;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.graph.intake.Intake;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.NormPolicy;
import io.perennial.adaptation.method.PetalOptions;
import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.view.ViewsFor;
import io.perennial.observe.NativeHeap;
import io.perennial.observe.PeakMemory;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.store.InputContract;
import io.perennial.weights.Export;
import io.perennial.weights.LearnedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** One architecture on its whole way: adopted, compared, learning, kept, exported and read again. */
final class Trial {

    private static final int EVENTS = 8;
    private static final int STEPS = 3;
    /** Of a network in which no rectifier rounds to another side of zero; with those PyTorch's own float32 is the measure. */
    private static final double GRADIENTS = 1e-4;

    /**
     * What it came to.
     *
     * @param parameters values that could learn
     * @param learning values that PETAL learned here
     * @param opset of the standard operators
     * @param difference largest one between the logits of the engine and of ONNX Runtime, as a share of the largest
     * @param exported the same of what was learned, as ONNX Runtime computes it from the exported file
     * @param gradient largest one of a parameter's gradient from PyTorch's in float64; not a number where there is none to compare with
     * @param step seconds, the least of the steps
     * @param megabytes most that the process held beyond what it held before
     * @param changes what was changed for adoption
     */
    record Result(
            long parameters,
            long learning,
            int opset,
            double difference,
            double exported,
            double gradient,
            double step,
            double megabytes,
            List<String> changes) {}

    private final Engine engine = Engine.named("torch").threads(2);
    private final MethodSpec spec;

    Trial() {
        PetalOptions petal = new PetalOptions(1e-3, true, 0.9, 0.92, 2, 0, 1e-6, false, new Restore.Fisher(0.03));
        spec = new MethodSpec("petal-fim", NormPolicy.Kind.EMA, 0.2, EVENTS, petal, false);
    }

    /**
     * @param given as its exporter wrote it
     * @param gradients of PyTorch, where there is such a file
     */
    Result of(byte[] given, Path gradients) throws IOException {
        Intake adopted = Intake.of(given);
        Graph graph = Graph.read(adopted.onnx());
        double difference = difference(graph, adopted.onnx(), events(graph, 0));
        double gradient = Double.NaN;
        if (Files.exists(gradients)) {
            Autograd torch = Autograd.read(gradients);
            gradient = torch.difference(graph, engine);
            assertThat(gradient)
                    .as("difference from PyTorch's gradients, whose own is %s", torch.rounding())
                    .isLessThan(Math.max(GRADIENTS, 2 * torch.rounding()));
        }
        NativeHeap.trim();
        PeakMemory.start();
        long before = PeakMemory.resident();
        var seconds = new double[STEPS];
        LearnedState learned = learned(graph, seconds);
        double megabytes = Math.max(0, PeakMemory.megabytes() - before / 1e6);
        check(learned, learned(graph, new double[STEPS]));
        Bundle bundle = bundle(graph, adopted.onnx());
        Export export = Export.of(kept(learned, bundle), bundle, engine);
        Graph back = Graph.read(export.onnx());
        assertThat(back.parameters().stream().map(Parameter::name))
                .containsExactlyInAnyOrderElementsOf(
                        graph.parameters().stream().map(Parameter::name).toList());
        difference(back, export.onnx(), events(graph, 1));
        long all = size(graph);
        return new Result(
                all,
                graph.layout(selection()).size(),
                graph.opset(),
                difference,
                export.difference(),
                gradient,
                Arrays.stream(seconds).min().orElseThrow(),
                megabytes,
                adopted.changes());
    }

    private ParameterSelection selection() {
        return spec.selection(new ParameterSelection.All());
    }

    private static long size(Graph graph) {
        return graph.parameters().stream()
                .mapToLong(parameter -> parameter.constant().length())
                .sum();
    }

    /** No more than a service allows at its start. */
    private double difference(Graph graph, byte[] onnx, Batch batch) {
        try (SourceModel source = SourceModel.open(onnx)) {
            EngineCheck.compare(graph, engine, source, batch);
            Logits expected = source.score(batch);
            try (Network network = engine.open(graph, new ParameterSelection.All());
                    var weights = network.source()) {
                NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
                return EngineCheck.difference(expected, network.forward(weights, batch, statistics));
            }
        }
    }

    private LearnedState learned(Graph graph, double... seconds) {
        try (Network network = engine.open(graph, selection());
                Method method = spec.open(network, null, ViewsFor.event(network.eventShape(), -4, 4, 0.1f), 1)) {
            for (int step = 0; step < STEPS; step++) {
                long start = System.nanoTime();
                StepReport report = method.adapt(method.score(events(graph, step), true));
                seconds[step] = (System.nanoTime() - start) / 1e9;
                assertThat(report.distance()).as("moved").isPositive();
            }
            return method.state();
        }
    }

    /** The same input and seed give the same finite weights. */
    private static void check(LearnedState one, LearnedState other) {
        assertThat(one.step()).isEqualTo(STEPS);
        assertThat(one.arrays().keySet()).isEqualTo(other.arrays().keySet());
        one.arrays().forEach((name, values) -> {
            assertThat(Arrays.equals(values, other.arrays().get(name)))
                    .as("the same again: " + name)
                    .isTrue();
            for (float value : values) {
                assertThat(Float.isFinite(value)).as("finite: " + name).isTrue();
            }
        });
    }

    private LearnedModel kept(LearnedState learned, Bundle bundle) throws IOException {
        Checkpoint checkpoint = new Checkpoint(
                "0123456789abcdef",
                learned.step(),
                "matrix",
                "matrix.events",
                0,
                (long) STEPS * EVENTS - 1,
                bundle.id(),
                bundle.modelSha256(),
                spec.name(),
                Map.of(),
                Map.of(),
                learned.arrays());
        Checkpoint read = Checkpoint.read(checkpoint.write(), "matrix");
        return LearnedModel.of(read, bundle, Optional.empty(), Optional.empty());
    }

    private static Bundle bundle(Graph graph, byte[] onnx) {
        InputContract anything =
                new InputContract(graph.input(), graph.eventShape(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
        return new Bundle(
                "matrix",
                "1",
                onnx,
                "",
                anything,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Standard normal; of indices the first few, for which every table is large enough. */
    private static Batch events(Graph graph, long seed) {
        int[] event = graph.eventShape();
        var random = new SplittableRandom(seed);
        float[] values = new float[Arrays.stream(event).reduce(EVENTS, Math::multiplyExact)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Batch.of(values, EVENTS, event);
    }
}
