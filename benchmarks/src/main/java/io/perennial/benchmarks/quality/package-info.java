// SPDX-License-Identifier: Apache-2.0
/**
 * Does adapting help, and is it safe? Recorded streams enter; for each scenario, method and seed a row of figures leaves,
 * with how it compares to the untouched source. Runs are those of {@code perennial evaluate}.
 *
 * <p>Read first: {@code Scenario}, {@code Regime}, {@code Bars}.
 */
package io.perennial.benchmarks.quality;
