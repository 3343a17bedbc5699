// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Effort;
import io.perennial.tensor.MicroBatch;

/** The steps of a partition's model as {@link ScoreProcessor} takes them where nothing is rationed, without Kafka. */
public final class Steps {

    private Steps() {}

    /** The prediction, whose {@code scored} has to be closed, before {@link Learner#adapt}. */
    public static ScoredBatch score(Learner learner, MicroBatch batch) {
        return learner.score(batch, Effort.FULL);
    }
}
