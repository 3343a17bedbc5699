// SPDX-License-Identifier: Apache-2.0
/**
 * How long an event waits for its prediction: digits are sent at a steady rate through a broker in this JVM, and readers note when
 * each prediction comes; medians and tails leave, beside those of a topology that only passes records on.
 *
 * <p>Read first: {@code Immediate}, {@code Trial}.
 */
package io.perennial.benchmarks.immediate;
