// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator sees: metrics in the five words, and what the stages tell beside them.
 *
 * <p>In: what the stages count and time. Out: meters, and {@link io.perennial.observe.Happenings} for whoever watches. Read
 * first: {@link io.perennial.observe.PerennialMetrics}, {@link io.perennial.observe.PartitionMetrics}.
 */
package io.perennial.observe;
