// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

/**
 * The level changed.
 *
 * @param lateness of the newest event of the batch before which it did, in seconds
 */
public record RationChange(RationLevel from, RationLevel to, RationReason reason, double lateness) {}
