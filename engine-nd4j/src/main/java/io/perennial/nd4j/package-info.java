// SPDX-License-Identifier: Apache-2.0
/**
 * The second engine, on ND4J. A graph, parameters and a batch enter as plain arrays; logits, gradients and parameter
 * vectors leave. The graph becomes a SameDiff graph, whose derivatives are SameDiff's own. The only home of org.nd4j.
 *
 * <p>Read first: {@code Nd4jEngine}.
 */
package io.perennial.nd4j;
