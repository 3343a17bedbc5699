// SPDX-License-Identifier: Apache-2.0
/**
 * The engines against each other: time of a step and memory, on models that are made here.
 *
 * <p>What enters: names of engines and models. What leaves: a table for docs/howto/engines.md. Read first: {@code Engines},
 * {@code Match}, {@code Worker}.
 */
package io.perennial.benchmarks.engines;
