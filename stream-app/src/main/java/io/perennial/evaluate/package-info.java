// SPDX-License-Identifier: Apache-2.0
/**
 * The backtest. A recorded stream and a model enter; for each method and seed an {@link io.perennial.evaluate.Outcome}
 * leaves, as a table, JSON or one HTML page. Scoring and learning are the service's own: {@code Method.score}, then
 * {@code Method.adapt}.
 *
 * <p>Read first: {@code Backtest}, {@code Recording}, {@code Outcome}.
 */
package io.perennial.evaluate;
