// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.Penultimate;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.SourceKnowledge;
import io.perennial.adaptation.network.Device;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.config.AdaptSettings;
import io.perennial.config.Settings;
import io.perennial.evaluate.Backtest;
import io.perennial.evaluate.Progress;
import io.perennial.evaluate.Recording;
import io.perennial.prepare.TrainingData;
import io.perennial.score.PartitionModels;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What {@code perennial evaluate} computes, for whoever prints it: a model, opened on the engine and on ONNX Runtime,
 * what is known of its training, and runs of methods on recordings.
 */
public final class Evaluation implements AutoCloseable {

    /**
     * A method as it is evaluated.
     *
     * @param selection which parameters learn
     * @param adapt the rest of the configuration: it says which views there are
     */
    public record Candidate(MethodSpec method, ParameterSelection selection, AdaptSettings adapt) {}

    private static final int PROBE_EVENTS = 8;

    private final Bundle bundle;
    private final Engine engine;
    private final Graph graph;
    private final SourceModel source;
    private final Map<ParameterSelection, Network> networks = new HashMap<>();
    private DiagonalGaussian posterior;
    private TrainingData training;
    private Network features;

    private Evaluation(Bundle bundle, Engine engine, Graph graph, SourceModel source) {
        this.bundle = bundle;
        this.engine = engine;
        this.graph = graph;
        this.source = source;
        this.posterior = bundle.posterior()
                .map(fitted -> new DiagonalGaussian(fitted.mean(), fitted.variance()))
                .orElse(null);
    }

    /**
     * Opens a bare ONNX classifier.
     *
     * @param engine what computes
     */
    public static Evaluation open(Path model, Engine engine) throws IOException {
        return open(EvaluateSource.bare(model, "--model"), engine);
    }

    /** Opens a bundle's model, with what the bundle tells of it. */
    public static Evaluation open(Bundle bundle, Engine engine) {
        return open(bundle, engine, Device.CPU);
    }

    /** @param sourceDevice where ONNX Runtime computes the frozen source model */
    static Evaluation open(Bundle bundle, Engine engine, Device sourceDevice) {
        Graph graph = Graph.read(bundle.model());
        Evaluation model = new Evaluation(bundle, engine, graph, SourceModel.open(bundle.model(), sourceDevice));
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

    /** The bundle's names of the classes; their numbers where it has none. */
    List<String> classNames() {
        return bundle.labels().isEmpty()
                ? IntStream.range(0, network(new ParameterSelection.All()).classes())
                        .mapToObj(Integer::toString)
                        .toList()
                : bundle.labels();
    }

    /** The recording as the model takes it; on its first events the engine is compared with ONNX Runtime. */
    public Recording fitting(Recording recording) {
        Network network = network(new ParameterSelection.All());
        Recording fitting = recording.fitting(bundle.input(), network.classes());
        int count = Math.min(PROBE_EVENTS, fitting.size());
        EngineCheck.compare(
                graph, engine, source, fitting.batch(IntStream.range(0, count).toArray()));
        return fitting;
    }

    /**
     * What the model was trained on: the posterior is fitted to it if one of the methods reads one, or found where it was
     * fitted to the same model and data before.
     *
     * @param progress is told of events as a fit looks at them
     */
    public void train(Recording recording, List<Candidate> candidates, Progress progress) throws IOException {
        training = new TrainingData(fitting(recording));
        if (wantsPosterior(candidates)) {
            posterior = training.posterior(bundle.model(), network(new ParameterSelection.All()), engine, progress);
        }
    }

    /** Whether one of the methods uses what the model was trained on. */
    static boolean wantsTraining(List<Candidate> candidates) {
        return wantsPosterior(candidates)
                || candidates.stream().anyMatch(candidate -> candidate.method().usesSourceKnowledge());
    }

    private static boolean wantsPosterior(List<Candidate> candidates) {
        return candidates.stream().anyMatch(candidate -> candidate.method().usesPosterior());
    }

    /** How many events a fit for these methods looks at. */
    static long fitEvents(Recording training, List<Candidate> candidates) {
        return wantsPosterior(candidates) ? new TrainingData(training).fitEvents() : 0;
    }

    /** A method as {@code perennial evaluate} has it with these keys of the configuration and a method's name. */
    public Candidate configured(Map<String, String> keys) {
        return candidate(EvaluateSettings.of(bundle, keys));
    }

    /** A method as its paper runs it, see {@link MethodSpec#published}. */
    public Candidate published(String method, int batchSize) {
        MethodSpec spec = MethodSpec.published(method, batchSize);
        AdaptSettings adapt = EvaluateSettings.of(bundle, Map.of()).adapt();
        return new Candidate(spec, spec.selection(new ParameterSelection.All()), adapt);
    }

    static Candidate candidate(Settings settings) {
        PartitionModels.Options options = Options.models(settings);
        return new Candidate(options.method(), options.selection(), settings.adapt());
    }

    /** @param recording as {@link #fitting} gives it */
    public Backtest backtest(Recording recording, Candidate candidate) {
        Network network = network(candidate.selection());
        InputContract contract = recording.contract(graph.input());
        return new Backtest(
                recording,
                network,
                source,
                Options.views(candidate.adapt(), contract),
                posterior == null ? null : () -> posterior(network),
                known(candidate.method()));
    }

    /** What methods take from the source: from its training data, or else what the bundle tells of them. */
    private SourceKnowledge known(MethodSpec method) {
        if (training == null || !method.usesSourceKnowledge()) {
            return PartitionModels.known(bundle);
        }
        return new SourceKnowledge(training.batches(method.batchSize()), method.usesFeatures() ? features() : null);
    }

    /** Null where the model has no linear layer behind others. */
    private Network features() {
        if (features == null) {
            features = Penultimate.of(graph)
                    .map(truncated -> engine.open(truncated, new ParameterSelection.All()))
                    .orElse(null);
        }
        return features;
    }

    private Posterior posterior(Network network) {
        DiagonalGaussian learning = posterior.over(graph.layout(new ParameterSelection.All()), network.layout());
        return Posterior.of(network, learning.mean(), learning.variance());
    }

    @Override
    public void close() {
        networks.values().forEach(Network::close);
        if (features != null) {
            features.close();
        }
        source.close();
    }
}
