// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.guard.Transition;
import java.util.List;

/**
 * What one step did.
 *
 * @param step number of the step, 1 for the first; unchanged where nothing was learned
 * @param learned whether the weights moved
 * @param loss mean cross-entropy of student and teacher over the batch, in nats
 * @param restoredShare share of the parameters that went back to the source, in [0, 1]
 * @param distance of the teacher from the source, relative to the source's norm
 * @param transitions of the guard, in the order in which they came; empty where there is no guard
 * @param held why nothing was learned; null where something was
 */
public record StepReport(
        long step,
        boolean learned,
        double loss,
        double restoredShare,
        double distance,
        List<Transition> transitions,
        Held held) {

    public StepReport {
        transitions = List.copyOf(transitions);
        if (learned != (held == null)) {
            throw new IllegalArgumentException(
                    "step report refused: expected a reason where nothing was learned, and only there, got " + held);
        }
    }

    /** Of a method without a guard, where something was learned. */
    public static StepReport learned(long step, double loss, double restoredShare, double distance) {
        return new StepReport(step, true, loss, restoredShare, distance, List.of(), null);
    }

    static StepReport nothingLearned(long step, double loss, double distance, Held held) {
        return new StepReport(step, false, loss, 0, distance, List.of(), held);
    }
}
