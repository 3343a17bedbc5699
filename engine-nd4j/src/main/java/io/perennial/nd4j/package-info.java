// SPDX-License-Identifier: Apache-2.0
/**
 * The second engine, on ND4J. A graph, parameters and a batch enter as plain arrays; logits, gradients and parameter
 * vectors leave. The graph becomes a SameDiff graph: the derivatives of convolutions, poolings, matrix products and
 * functions are SameDiff's, those of arithmetic, moves, sums, softmax, relu and clip are rules of ours. The only home
 * of org.nd4j.
 *
 * <p>Read first: {@code Nd4jEngine}.
 */
package io.perennial.nd4j;
