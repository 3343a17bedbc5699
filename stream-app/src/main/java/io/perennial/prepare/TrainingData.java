// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.posterior.DiagonalGaussian;
import io.perennial.adaptation.posterior.SwagDiagonal;
import io.perennial.evaluate.CacheDirectory;
import io.perennial.evaluate.Order;
import io.perennial.evaluate.PosteriorCache;
import io.perennial.evaluate.Progress;
import io.perennial.evaluate.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a model was trained on, and what methods take from it: a posterior, and events of the source.
 *
 * @param events as the model takes them
 * @param fit how the posterior is fitted
 * @param seed of the order of the events in the fit
 */
public record TrainingData(Recording events, SwagDiagonal.Options fit, long seed) {

    private static final long DEFAULT_SEED = 1;
    /** As many as EATA's authors take for the Fisher information. */
    private static final int SOURCE_EVENTS = 2000;
    /** A batch's own statistics of fewer events say little, however small the batches of the stream are. */
    private static final int LEAST_BATCH = 64;

    /** With the published fit. */
    public TrainingData(Recording events) {
        this(events, SwagDiagonal.Options.PUBLISHED, DEFAULT_SEED);
    }

    /** How many events a fit looks at. */
    public long fitEvents() {
        return (long) fit.epochs() * events.size();
    }

    /**
     * Fits the posterior, or finds the one that was fitted to the same model and data before.
     *
     * @param network the model, opened on all its parameters
     * @throws IllegalArgumentException if the class of an event is not known
     */
    public DiagonalGaussian posterior(byte[] model, Network network, Engine engine, Progress progress)
            throws IOException {
        return posterior(model, network, engine, usualCache(), progress);
    }

    /** Where this user's posteriors are kept. */
    static PosteriorCache usualCache() {
        return new PosteriorCache(
                CacheDirectory.of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home")));
    }

    DiagonalGaussian posterior(byte[] model, Network network, Engine engine, PosteriorCache cache, Progress progress)
            throws IOException {
        for (int event = 0; event < events.size(); event++) {
            if (events.label(event) == Recording.UNKNOWN) {
                throw new IllegalArgumentException(
                        "--train refused: expected the label of every event, got none [event " + event
                                + "]; give --train-labels, or a CSV with a label column");
            }
        }
        String key = PosteriorCache.key(model, events, List.of(fit, seed, engine.name()));
        Optional<DiagonalGaussian> found = cache.find(key);
        if (found.isPresent()) {
            progress.advance(Math.toIntExact(fitEvents()));
            return found.get();
        }
        DiagonalGaussian fitted = SwagDiagonal.fit(network, events, fit, seed, progress::advance);
        cache.keep(key, fitted);
        return fitted;
    }

    /** Some of the events, drawn at random, in batches of this size or of what is least. */
    public List<Batch> batches(int batchSize) {
        int[] drawn = Order.parse("mixed").sequence(events, DEFAULT_SEED).places();
        int size = Math.max(batchSize, LEAST_BATCH);
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < Math.min(SOURCE_EVENTS, drawn.length); from += size) {
            batches.add(events.batch(drawn, from, Math.min(size, drawn.length - from)));
        }
        return batches;
    }
}
