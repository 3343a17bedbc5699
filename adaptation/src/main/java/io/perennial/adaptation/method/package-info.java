// SPDX-License-Identifier: Apache-2.0
/**
 * The adaptation methods. A batch enters; a {@link io.perennial.adaptation.method.Scored} prediction leaves before
 * anything is learned from it, and a {@link io.perennial.adaptation.method.StepReport} says what was learned.
 *
 * <p>Read first: {@code Petal}, whose lines stand in the order of the paper; {@code Method}; {@code NormPolicy}.
 */
package io.perennial.adaptation.method;
