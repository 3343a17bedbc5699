// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.view.Views;
import io.perennial.evaluate.Backtest;
import io.perennial.evaluate.CacheDirectory;
import io.perennial.evaluate.PosteriorCache;
import io.perennial.evaluate.Recording;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The model of a backtest, opened: on the engine, on ONNX Runtime, and with the posterior that there is. */
final class EvaluateModel implements AutoCloseable {

    private static final int PROBE_EVENTS = 8;
    private static final SwagDiagonal.Options FIT = SwagDiagonal.Options.PUBLISHED;
    private static final long FIT_SEED = 1;

    private final Bundle bundle;
    private final Engine engine;
    private final Graph graph;
    private final SourceModel source;
    private final Map<ParameterSelection, Network> networks = new HashMap<>();
    private DiagonalGaussian posterior;

    private EvaluateModel(Bundle bundle, Engine engine, Graph graph, SourceModel source) {
        this.bundle = bundle;
        this.engine = engine;
        this.graph = graph;
        this.source = source;
        this.posterior = bundle.posterior()
                .map(fitted -> new DiagonalGaussian(fitted.mean(), fitted.variance()))
                .orElse(null);
    }

    static EvaluateModel open(Bundle bundle, Engine engine) {
        Graph graph = Graph.read(bundle.model());
        EvaluateModel model = new EvaluateModel(bundle, engine, graph, SourceModel.open(bundle.model()));
        try {
            model.network(new ParameterSelection.All());
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** Opened once for each choice of parameters, since methods differ in what they learn. */
    private Network network(ParameterSelection selection) {
        return networks.computeIfAbsent(selection, chosen -> engine.open(graph, chosen));
    }

    /** The recording as the model takes it; on its first events the engine is compared with ONNX Runtime. */
    Recording fitting(Recording recording) {
        Network network = network(new ParameterSelection.All());
        Recording fitting = recording.fitting(
                network.eventShape(),
                network.classes(),
                bundle.input().minimum(),
                bundle.input().maximum());
        int count = Math.min(PROBE_EVENTS, fitting.size());
        EngineCheck.compare(
                graph, engine, source, fitting.batch(IntStream.range(0, count).toArray()));
        return fitting;
    }

    /** Fits the posterior, or finds the one that was fitted to the same model and data before. */
    void fit(Recording training, IntConsumer progress) throws IOException {
        Recording fitting = fitting(training);
        if (!fitting.labelled()) {
            throw new IllegalArgumentException(
                    "--train refused: expected labels, got none; give --train-labels, or a CSV with a label column");
        }
        PosteriorCache cache = new PosteriorCache(
                CacheDirectory.of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")));
        String key = PosteriorCache.key(bundle.model(), fitting, List.of(FIT, FIT_SEED, engine.name()));
        Optional<DiagonalGaussian> found = cache.find(key);
        if (found.isPresent()) {
            posterior = found.get();
            return;
        }
        Network whole = network(new ParameterSelection.All());
        posterior = SwagDiagonal.fit(whole, fitting, FIT, FIT_SEED, progress);
        cache.keep(key, posterior);
    }

    /** How many events a fit looks at. */
    static long fitEvents(Recording training) {
        return (long) FIT.epochs() * training.size();
    }

    /** @param selection which parameters learn */
    Backtest backtest(Recording recording, Views views, ParameterSelection selection) {
        Network network = network(selection);
        return new Backtest(recording, network, source, views, posterior == null ? null : () -> posterior(network));
    }

    private Posterior posterior(Network network) {
        DiagonalGaussian learning = posterior.over(graph.layout(new ParameterSelection.All()), network.layout());
        return Posterior.of(network, learning.mean(), learning.variance());
    }

    /** Whether one of the methods would read a posterior. */
    static boolean wanted(List<MethodSpec> methods) {
        return methods.stream().anyMatch(MethodSpec::usesPosterior);
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
        source.close();
    }
}
