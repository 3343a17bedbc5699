// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.source.SingleEvents;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.PartitionMetrics;
import io.perennial.tensor.MicroBatch;

/**
 * Predicts events one by one from a snapshot of what was learned, with the source beside it. Used by the stream thread alone,
 * which is also the one that exchanges the snapshot: nothing ever waits for a lock.
 */
final class EventScorer implements AutoCloseable {

    private final Learner learner;
    private final SourceModel source;
    private final SingleEvents events;
    private final PartitionMetrics metrics;
    private OpenSnapshot snapshot;
    private ServedBy serving;

    /** @param learner whose model this scores with; stays the caller's, and open for longer than this */
    EventScorer(Learner learner, PartitionMetrics metrics) {
        this.learner = learner;
        this.metrics = metrics;
        source = learner.models().source();
        events = learner.models().events();
        serving = learner.serving();
        snapshot = learner.snapshot();
    }

    /**
     * Goes over to another snapshot.
     *
     * @param by whose predictions are published from now on
     * @return the one before, to be closed; null where there was none
     */
    OpenSnapshot exchange(OpenSnapshot next, ServedBy by) {
        OpenSnapshot before = snapshot;
        snapshot = next;
        serving = by;
        return before;
    }

    /** Stays with the snapshot. */
    void serve(ServedBy by) {
        serving = by;
    }

    /** The version of the snapshot; of the learner where there is none. */
    WeightsVersion version() {
        return snapshot == null ? learner.version() : snapshot.version();
    }

    /** Predicts a batch of one event. What the snapshot cannot say in finite numbers, the source answers. */
    ScoredBatch score(MicroBatch event) {
        long start = System.nanoTime();
        float[] values = event.tensor().values();
        Logits untouched = events.score(source, values);
        long between = System.nanoTime();
        ServedBy by = serving;
        Logits said = untouched;
        if (by != ServedBy.SOURCE) {
            said = snapshot == null ? null : snapshot.score(events, source, untouched, values);
            if (said == null || !isFinite(said)) {
                said = untouched;
                by = ServedBy.SOURCE;
            }
        }
        long end = System.nanoTime();
        metrics.scored(end - start);
        metrics.passed(end - between, between - start, 0);
        Probabilities beside = learner.hasShadow() ? Probabilities.of(untouched) : null;
        return new ScoredBatch(event, Scored.elsewhere(said, by), beside, learner, version(), learner.unasked());
    }

    private static boolean isFinite(Logits logits) {
        for (float value : logits.values()) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        if (snapshot != null) {
            snapshot.close();
        }
        events.close();
    }
}
