// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.config.Settings;
import io.perennial.evaluate.Backtest;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.Outcome;
import io.perennial.evaluate.Progress;
import io.perennial.evaluate.Recording;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** The model of a backtest, opened. */
final class EvaluateModel implements AutoCloseable {

    private static final int PROBE_EVENTS = 8;

    /** Where it comes from. */
    static final class Choice {
        @Option(names = "--model", required = true, paramLabel = "FILE", description = "an ONNX classifier")
        private Path model;

        @Option(
                names = "--bundle",
                required = true,
                paramLabel = "DIR",
                description = "a bundle, or " + Bundles.BUILTIN)
        private String bundle;

        /** A bare model as a bundle without defaults and without names. */
        Bundle bundle() throws IOException {
            if (bundle != null) {
                return Bundles.open(bundle);
            }
            byte[] bytes;
            try {
                bytes = Files.readAllBytes(model);
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException("--model refused: expected an ONNX file, found none at " + model, e);
            }
            Graph graph = Graph.read(bytes);
            InputContract any = new InputContract(
                    graph.input(), graph.eventShape(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
            return new Bundle(
                    "model", "0", bytes, "", any, List.of(), Map.of(), Optional.empty(), Optional.empty(), Map.of());
        }
    }

    private final Bundle bundle;
    private final Network network;
    private final SourceModel source;
    private final Engine engine;
    private final Graph graph;

    private EvaluateModel(Bundle bundle, Network network, SourceModel source, Engine engine, Graph graph) {
        this.bundle = bundle;
        this.network = network;
        this.source = source;
        this.engine = engine;
        this.graph = graph;
    }

    static EvaluateModel open(Bundle bundle, Engine engine, ParameterSelection selection) {
        Graph graph = Graph.read(bundle.model());
        SourceModel source = SourceModel.open(bundle.model());
        try {
            return new EvaluateModel(bundle, engine.open(graph, selection), source, engine, graph);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Checks the engine against ONNX Runtime on the first events. */
    Recording fitting(Recording recording) {
        Recording fitting = recording.fitting(network.eventShape(), network.classes());
        int count = Math.min(PROBE_EVENTS, fitting.size());
        EngineCheck.compare(
                graph, engine, source, fitting.batch(IntStream.range(0, count).toArray(), 0, count));
        return fitting;
    }

    Outcome run(Recording recording, Settings settings, Order order, long seed, Progress progress) {
        return new Backtest(
                        recording, network, source, Options.views(settings.adapt(), bundle.input()), this::posterior)
                .run(Options.models(settings).method(), order, seed, progress);
    }

    private Posterior posterior() {
        return bundle.posterior()
                .map(fitted -> Posterior.of(network, fitted.mean(), fitted.variance()))
                .orElse(null);
    }

    @Override
    public void close() {
        network.close();
        source.close();
    }
}
