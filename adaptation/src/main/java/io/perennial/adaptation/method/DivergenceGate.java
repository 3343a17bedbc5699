// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * Leaves events out of the loss whose pseudo-label is not to be trusted: those where the teacher diverges from its
 * student, or from the source, by more than a threshold of Jensen-Shannon divergence. What remains keeps its weight of 1
 * / B, so that a batch of which little is trusted moves the student less.
 *
 * @param threshold in nats, at most log 2; 0 for no gate
 * @param from whom the teacher is compared with
 */
public record DivergenceGate(double threshold, From from) {

    /** Whom the teacher is compared with. */
    public enum From {
        /** The student, who lags or leads where pseudo-labels change. */
        STUDENT,
        /** The source, which holds back whatever adaptation has changed. */
        ANCHOR
    }

    /** Every pseudo-label counts. */
    public static final DivergenceGate OFF = new DivergenceGate(0, From.STUDENT);

    /** 1 for each event that counts, otherwise 0. [B]. */
    float[] weights(Probabilities teacher, Probabilities student, Probabilities anchor) {
        Probabilities other = from == From.STUDENT ? student : anchor;
        float[] weights = new float[teacher.size()];
        for (int event = 0; event < weights.length; event++) {
            weights[event] = threshold == 0 || teacher.divergence(other, event) <= threshold ? 1 : 0;
        }
        return weights;
    }
}
