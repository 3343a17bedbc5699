// SPDX-License-Identifier: Apache-2.0
/**
 * Reference trajectories. The files of a recorded run enter as bytes; what leaves is how far this implementation is from
 * it at every step, and whether that is within the run's own tolerance.
 *
 * <p>Read first: {@code GoldenCase}, {@code Parity}, {@code Npy}.
 */
package io.perennial.adaptation.golden;
