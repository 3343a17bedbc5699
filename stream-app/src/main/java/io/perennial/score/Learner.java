// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.guard.Guarded;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.tensor.MicroBatch;

/**
 * The model of one partition: a method with what it has learned, the frozen source beside it, and the version of the
 * weights. Used by one stream thread at a time.
 */
public final class Learner implements AutoCloseable {

    private final Method method;
    private final SourceModel source;
    private final boolean adapts;
    private WeightsVersion version;

    /**
     * @param source the shadow, stays the caller's; null for none
     * @param adapts whether batches are learned from
     */
    Learner(Method method, SourceModel source, boolean adapts, WeightsVersion version) {
        this.method = method;
        this.source = source;
        this.adapts = adapts;
        this.version = version;
    }

    /** Continues from what a predecessor saved. */
    void restore(WeightsStore.Saved saved) {
        method.restore(saved.state());
        version = saved.version();
    }

    ScoredBatch score(MicroBatch batch) {
        Probabilities shadow = source == null ? null : Probabilities.of(source.score(batch.tensor()));
        Scored scored = method.score(batch.tensor(), adapts);
        return new ScoredBatch(batch, scored, shadow, this, version);
    }

    /** Whether batches are learned from. */
    public boolean adapts() {
        return adapts;
    }

    /** Learns from a batch after its prediction has left. */
    public StepReport adapt(ScoredBatch batch) {
        StepReport report = method.adapt(batch.scored());
        if (report.step() != version.step()) {
            version = version.after(batch.batch(), report.step());
        }
        return report;
    }

    /** What the guard lets the method do; null without a guard. */
    public GuardState guardState() {
        return method instanceof Guarded guarded ? guarded.guardState() : null;
    }

    /** A copy of all that was learned. */
    public LearnedState state() {
        return method.state();
    }

    /** Of the weights as they are now. */
    public WeightsVersion version() {
        return version;
    }

    @Override
    public void close() {
        method.close();
    }
}
