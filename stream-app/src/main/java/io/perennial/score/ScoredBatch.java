// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.tensor.MicroBatch;
import java.util.function.Supplier;

/**
 * A batch with its prediction, on its way to be published and learned from.
 *
 * @param source what the untouched source model says, [B, C]; null where the shadow is off
 * @param learner the partition's model that made the prediction, and that learns next
 * @param version of the weights that made the prediction
 * @param unasked why nothing is learned from it; null where something is
 * @param step that is learned from this batch, to be asked for once, which waits for its end; no matter where nothing is learned
 * @param isAhead whether it has yet to be published, and comes again after that: who watches the stream may begin
 */
public record ScoredBatch(
        MicroBatch batch,
        Scored scored,
        Probabilities source,
        Learner learner,
        WeightsVersion version,
        Unasked unasked,
        Supplier<StepTaken> step,
        boolean isAhead) {

    /** One that only needs to be published or learned from. */
    ScoredBatch(
            MicroBatch batch,
            Scored scored,
            Probabilities source,
            Learner learner,
            WeightsVersion version,
            Unasked unasked) {
        this(batch, scored, source, learner, version, unasked, null, false);
    }

    /** Says that time has passed, for who watches the stream while no batch comes. */
    static ScoredBatch none(Learner learner) {
        return new ScoredBatch(null, null, null, learner, learner.version(), learner.unasked());
    }

    /** The same with what is learned from it. */
    ScoredBatch learning(Supplier<StepTaken> step) {
        return new ScoredBatch(batch, scored, source, learner, version, unasked, step, false);
    }

    /** The same before it is published. */
    ScoredBatch ahead() {
        return new ScoredBatch(batch, scored, source, learner, version, unasked, null, true);
    }

    /** Whether there is no batch. */
    public boolean isNone() {
        return batch == null;
    }
}
