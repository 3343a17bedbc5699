// SPDX-License-Identifier: Apache-2.0
/**
 * What a prediction is worth. Logits enter; class probabilities and, per event, entropy, margin, divergence and mutual
 * information leave, in nats. With the true class: Brier score, log loss and calibration error.
 *
 * <p>Read first: {@code Probabilities}, {@code ViewAverage}.
 */
package io.perennial.adaptation.uncertainty;
