// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a stream is still what the source was made for. Events, predictions and weights enter one by one; what rose, fell or
 * became another leaves, with what moved most and since when. No clock and no files.
 *
 * <p>Read first: {@code DriftWatch}, {@code InputDrift}, {@code FeatureReference}.
 */
package io.perennial.adaptation.drift;
