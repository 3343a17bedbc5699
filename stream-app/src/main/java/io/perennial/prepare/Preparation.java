// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.adaptation.source.EngineCheck;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.evaluate.Fingerprint;
import io.perennial.evaluate.PosteriorCache;
import io.perennial.evaluate.Progress;
import io.perennial.evaluate.Recording;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import io.perennial.store.Reference;
import io.perennial.store.Standardisation;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes a bundle of a model and the events it was trained on. */
public final class Preparation {

    /**
     * What a bundle is to be.
     *
     * @param labels names of the classes in the order of the logits; empty for their numbers
     * @param standardise whether the model sees standardised events, which then come raw: mean and deviation are taken from
     *     the training events
     * @param adapt defaults of the configuration, by key
     * @param fit of the posterior
     * @param seed of the fit and of the probe
     * @param writer name and version of the program, for the provenance
     */
    public record Wanted(
            String name,
            String version,
            List<String> labels,
            boolean standardise,
            Map<String, String> adapt,
            SwagDiagonal.Options fit,
            long seed,
            String writer) {}

    /** Events of the probe. */
    private static final int PROBE = 16;

    private static final int SPREAD_BATCH = 200;

    private final byte[] model;
    private final Wanted wanted;
    private final Engine engine;
    private final PosteriorCache cache;
    private final Graph graph;

    /** @param model the bytes of an ONNX classifier */
    public Preparation(byte[] model, Wanted wanted, Engine engine) {
        this(model, wanted, engine, TrainingData.usualCache());
    }

    /** @param cache of posteriors that were fitted before */
    Preparation(byte[] model, Wanted wanted, Engine engine, PosteriorCache cache) {
        this.model = model.clone();
        this.wanted = wanted;
        this.engine = engine;
        this.cache = cache;
        graph = Graph.read(model);
    }

    /** Events that {@link #bundle} looks at, for a progress bar. */
    public long events(Recording training, Optional<Recording> held) {
        long fit = training.labelled() ? (long) wanted.fit().epochs() * training.size() : 0;
        return fit + held.orElse(training).size();
    }

    /**
     * @param training what the model was trained on, with all labels or without any; without, there is no posterior
     * @param held labelled events of the same kind that it was not trained on; empty for none
     * @throws IllegalArgumentException if the model cannot be computed, or events or labels do not fit it
     */
    public Bundle bundle(Recording training, Optional<Recording> held, Progress progress) throws IOException {
        try (SourceModel source = SourceModel.open(model);
                Network network = engine.open(graph, new ParameterSelection.All())) {
            RawEvents raw = new RawEvents(training.fitting(anything(network), network.classes()));
            List<String> labels = labels(network.classes());
            InputContract contract = contract(raw);
            Recording seen = training.fitting(contract, network.classes());
            Bundle.Probe probe = probe(seen, source);
            TrainingData data = new TrainingData(seen, wanted.fit(), wanted.seed());
            Optional<Bundle.Posterior> posterior = Optional.empty();
            if (seen.labelled()) {
                DiagonalGaussian fitted = data.posterior(model, network, engine, cache, progress);
                posterior = Optional.of(new Bundle.Posterior(fitted.mean(), fitted.variance()));
            }
            Optional<Recording> judged = held.map(events -> events.fitting(contract, network.classes()));
            Reference reference =
                    new ReferenceMeasure(network).measure(seen, judged, raw, data.batches(SPREAD_BATCH), progress);
            return new Bundle(
                    wanted.name(),
                    wanted.version(),
                    model,
                    "",
                    contract,
                    labels,
                    wanted.adapt(),
                    posterior,
                    Optional.of(probe),
                    Optional.of(reference),
                    provenance(raw, posterior.isPresent(), judged.isPresent(), reference));
        }
    }

    private InputContract anything(Network network) {
        return new InputContract(graph.input(), network.eventShape(), Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
    }

    private InputContract contract(RawEvents raw) {
        InputContract known = raw.recording().contract(graph.input());
        Optional<Standardisation> standardisation =
                wanted.standardise() ? Optional.of(raw.standardisation()) : Optional.empty();
        return new InputContract(known.name(), known.shape(), known.minimum(), known.maximum(), standardisation);
    }

    /** A few of the events, and what ONNX Runtime says of them; the engine must say the same. */
    private Bundle.Probe probe(Recording seen, SourceModel source) {
        int count = Math.min(PROBE, seen.size());
        SplittableRandom random = new SplittableRandom(wanted.seed());
        Batch events = seen.batch(IntStream.generate(() -> random.nextInt(seen.size()))
                .limit(count)
                .toArray());
        EngineCheck.compare(graph, engine, source, events);
        return new Bundle.Probe(count, events.values(), source.score(events).values());
    }

    private List<String> labels(int classes) {
        List<String> labels = wanted.labels();
        if (labels.isEmpty()) {
            return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
        }
        if (labels.size() != classes) {
            throw new IllegalArgumentException("labels refused: expected " + classes
                    + ", one for each logit of the model, got " + labels.size() + " " + labels);
        }
        if (labels.stream().anyMatch(String::isBlank)
                || labels.stream().distinct().count() != classes) {
            throw new IllegalArgumentException("labels refused: expected different names, got " + labels);
        }
        return labels;
    }

    private Map<String, String> provenance(RawEvents raw, boolean fitted, boolean held, Reference reference) {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("prepared-by", wanted.writer());
        known.put("engine", engine.describe());
        known.put("seed", Long.toString(wanted.seed()));
        known.put("training-events", Integer.toString(raw.size()));
        known.put("training-sha256", Fingerprint.of(raw.recording()));
        known.put("posterior", fitted ? posterior(wanted.fit()) : "none, since the training events have no labels");
        known.put(
                "accuracy",
                reference
                        .accuracy()
                        .map(share -> share + (held ? " on held-out events" : " on the training events"))
                        .orElse("not known"));
        return known;
    }

    private static String posterior(SwagDiagonal.Options fit) {
        return String.format(
                Locale.ROOT,
                "SWAG diagonal, %d epochs in batches of %d, SGD %s with momentum %s and decay %s, %d snapshots an epoch",
                fit.epochs(),
                fit.batch(),
                fit.learningRate(),
                fit.momentum(),
                fit.weightDecay(),
                fit.snapshots());
    }
}
