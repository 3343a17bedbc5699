// SPDX-License-Identifier: Apache-2.0
/**
 * The built-in example: real handwritten digits under conditions that drift. The held-out images of
 * {@code examples/digits} enter from the class path; a deterministic, endless stream of labelled events leaves. The
 * model that belongs to it lies on the class path too, as a bundle, under
 * {@link io.perennial.digits.Digits#BUNDLE_ROOT}.
 *
 * <p>Read first: {@code DigitStream}, {@code Condition}, {@code Digits}.
 */
package io.perennial.digits;
