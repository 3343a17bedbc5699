// SPDX-License-Identifier: Apache-2.0
/**
 * What the operators of every engine have in common: how a node sees its inputs, the shapes that exporters compute with
 * integers, the windows of convolutions and poolings, and the operators that move values without computing anything,
 * written once over the moves of {@code Tensors}. What computes is each engine's own.
 *
 * <p>Read first: {@code Call}, {@code Tensors}, {@code MovingOperators}.
 */
package io.perennial.adaptation.operator;
