// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

/**
 * The guard changed its state.
 *
 * @param figures the evidence at the end of the batch
 * @param step number of the step at whose end it did
 */
public record Transition(GuardState from, GuardState to, Reason reason, Figures figures, long step) {}
