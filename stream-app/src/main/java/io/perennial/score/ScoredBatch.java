// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.tensor.MicroBatch;

/**
 * A batch with its prediction, on its way to be published and then learned from.
 *
 * @param source what the untouched source model says, [B, C]; null where the shadow is off
 * @param learner the partition's model that made the prediction, and that learns next
 * @param version of the weights that made the prediction
 * @param unasked why nothing is learned from it; null where something is
 * @param step that has been learned from this batch already; null where none has
 */
public record ScoredBatch(
        MicroBatch batch,
        Scored scored,
        Probabilities source,
        Learner learner,
        WeightsVersion version,
        Unasked unasked,
        StepTaken step) {

    /** Says that time has passed, for who watches the stream while no batch comes. */
    static ScoredBatch none(Learner learner) {
        return new ScoredBatch(null, null, null, learner, learner.version(), learner.unasked(), null);
    }

    /** The same once it has been learned from. */
    ScoredBatch learned(StepTaken taken) {
        return new ScoredBatch(batch, scored, source, learner, version, unasked, taken);
    }

    /** Whether there is no batch. */
    public boolean isNone() {
        return batch == null;
    }
}
