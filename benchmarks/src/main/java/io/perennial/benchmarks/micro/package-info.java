// SPDX-License-Identifier: Apache-2.0
/**
 * How long the hot paths take, measured with JMH: the built-in digits example and synthetic vectors enter, a table of
 * times and of ratios to doing nothing leaves. Every class has a benchmark {@code nothing} that passes through the same
 * harness and state and does no work. Nothing here is a test: what is measured depends on the machine.
 *
 * <p>Read first: {@code Micro}, {@code PetalStep}, {@code VectorOperations}.
 */
package io.perennial.benchmarks.micro;
