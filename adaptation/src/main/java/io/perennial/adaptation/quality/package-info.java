// SPDX-License-Identifier: Apache-2.0
/**
 * How good predictions are, with true classes and without. Published probabilities enter, later the truth of some of them;
 * prediction sets of a level that is held, an abstention that keeps a risk, scores of windows of events and an estimate of
 * the accuracy leave. Everything here is a small state that can be saved and goes on bit for bit.
 *
 * <p>Read first: {@code AdaptiveSets}, {@code LabelledSums}, {@code AccuracyEstimate}.
 */
package io.perennial.adaptation.quality;
