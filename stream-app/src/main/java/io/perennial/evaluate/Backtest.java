// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.MethodSpec;
import io.perennial.adaptation.method.Posterior;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.Seeds;
import io.perennial.adaptation.method.SourceKnowledge;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.view.Views;
import io.perennial.observe.PeakMemory;
import java.util.function.Supplier;

/** Streams a recording through methods, one after the other, each from the untouched source. */
public final class Backtest {

    private static final int SOURCE_BATCH = 256;

    private final Recording recording;
    private final Network network;
    private final SourceModel source;
    private final Views views;
    private final Supplier<Posterior> posterior;
    private final SourceKnowledge known;
    private int[] sourceLabels;

    /**
     * @param recording fitting the network
     * @param network stays the caller's
     * @param source the same model, untouched; stays the caller's
     * @param posterior gives a new one to each method that reads one; null where there is none
     * @param known of the source besides its weights; what it holds stays the caller's
     */
    public Backtest(
            Recording recording,
            Network network,
            SourceModel source,
            Views views,
            Supplier<Posterior> posterior,
            SourceKnowledge known) {
        this.recording = recording;
        this.network = network;
        this.source = source;
        this.views = views;
        this.posterior = posterior;
        this.known = known;
    }

    /** Runs one method under one seed: each batch is predicted, then learned from. */
    public Outcome run(MethodSpec spec, Order order, long seed, Progress progress) {
        return run(spec, order.sequence(recording, seed), seed, progress);
    }

    /** The same on any sequence of the recording's events. */
    public Outcome run(MethodSpec spec, Sequence sequence, long seed, Progress progress) {
        return run(spec, sequence, seed, LateLabels.NONE, progress);
    }

    /** The same with labels that are told to the method after its predictions. */
    public Outcome run(MethodSpec spec, Sequence sequence, long seed, LateLabels late, Progress progress) {
        if (late.share() > 0 && !recording.labelled()) {
            throw new IllegalArgumentException(
                    "--cue-share refused: expected a recording with labels, got none; give --labels");
        }
        int[] places = sequence.places();
        int[] untouched = recording.labelled() ? null : sourceLabels();
        Course course = new Course(recording, sequence);
        PeakMemory.start();
        long nanos = 0;
        Posterior prior = spec.usesPosterior() && posterior != null ? posterior.get() : null;
        try (Method method = spec.open(network, prior, views, Seeds.mix(seed), known)) {
            for (int from = 0; from < places.length; from += spec.batchSize()) {
                int count = Math.min(spec.batchSize(), places.length - from);
                Batch batch = recording.batch(places, from, count);
                long start = System.nanoTime();
                try (Scored scored = method.score(batch, true)) {
                    nanos += System.nanoTime() - start;
                    course.scored(scored, untouched);
                    start = System.nanoTime();
                    course.adapted(method.adapt(scored));
                    late.tell(method, recording, places, from, from + count, seed);
                    nanos += System.nanoTime() - start;
                }
                progress.advance(count);
            }
        }
        Run run = course.run(spec.name(), seed, spec.batchSize(), nanos / 1e9, PeakMemory.megabytes());
        return new Outcome(run, course);
    }

    /** What the untouched source says of each event of the recording, computed once. */
    private int[] sourceLabels() {
        if (sourceLabels == null) {
            int[] natural = Order.parse("natural").of(recording, 0);
            sourceLabels = new int[natural.length];
            for (int from = 0; from < natural.length; from += SOURCE_BATCH) {
                int count = Math.min(SOURCE_BATCH, natural.length - from);
                Probabilities said = Probabilities.of(source.score(recording.batch(natural, from, count)));
                for (int i = 0; i < count; i++) {
                    sourceLabels[from + i] = said.label(i);
                }
            }
        }
        return sourceLabels;
    }
}
