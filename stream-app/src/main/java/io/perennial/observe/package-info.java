// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator sees: metrics in the five words, and health.
 *
 * <p>In: what the stages count and time, and the state of Kafka Streams. Out: {@code /metrics} in Prometheus' text
 * format, {@code /health/live} and {@code /health/ready}. Read first: {@link io.perennial.observe.PerennialMetrics},
 * {@link io.perennial.observe.PartitionMetrics}, {@link io.perennial.observe.HttpEndpoint}.
 */
package io.perennial.observe;
