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
 */
public record StepReport(
        long step, boolean learned, double loss, double restoredShare, double distance, List<Transition> transitions) {

    public StepReport {
        transitions = List.copyOf(transitions);
    }

    /** Of a method without a guard. */
    public StepReport(long step, boolean learned, double loss, double restoredShare, double distance) {
        this(step, learned, loss, restoredShare, distance, List.of());
    }

    static StepReport nothingLearned(long step, double loss, double distance) {
        return new StepReport(step, false, loss, 0, distance);
    }
}
