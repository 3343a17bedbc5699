// SPDX-License-Identifier: Apache-2.0
/**
 * Loops in Java over float32 vectors in the processor's memory, whichever engine they belong to. Spans enter; changed values,
 * order statistics and counts leave.
 *
 * <p>Read first: {@code Span}, {@code Chunks}, {@code Selection}.
 */
package io.perennial.adaptation.vector;
