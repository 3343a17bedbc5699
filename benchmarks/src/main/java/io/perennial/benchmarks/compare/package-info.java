// SPDX-License-Identifier: Apache-2.0

/**
 * A step of PETAL beside the same step in PyTorch, each round of either in a process of its own.
 *
 * <p>Read first: {@code Compare}, {@code Steps}.
 */
package io.perennial.benchmarks.compare;
