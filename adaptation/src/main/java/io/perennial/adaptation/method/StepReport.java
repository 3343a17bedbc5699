// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/**
 * What one step did.
 *
 * @param step number of the step, 1 for the first; unchanged where nothing was learned
 * @param learned whether the weights moved
 * @param loss mean cross-entropy of student and teacher over the batch, in nats
 * @param restoredShare share of the parameters that went back to the source, in [0, 1]
 * @param distance of the teacher from the source, relative to the source's norm
 */
public record StepReport(long step, boolean learned, double loss, double restoredShare, double distance) {

    static StepReport nothingLearned(long step, double loss, double distance) {
        return new StepReport(step, false, loss, 0, distance);
    }
}
