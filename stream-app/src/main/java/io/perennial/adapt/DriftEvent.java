// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.guard.Transition;

/**
 * The guard of a partition changed its state.
 *
 * @param lineage of the weights after the step
 */
public record DriftEvent(int partition, Transition transition, String lineage) {}
