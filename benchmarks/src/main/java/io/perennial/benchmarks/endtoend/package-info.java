// SPDX-License-Identifier: Apache-2.0
/**
 * How many events a second pass through the topology and a broker, how long one of them takes, and where the processor's
 * time goes, beside two topologies that do less and beside the same method without Kafka.
 *
 * <p>What enters: contenders, partitions, a payload format. What leaves: a table for docs/performance.md. Read first: {@code
 * EndToEnd}, {@code Contender}, {@code Throughput}.
 */
package io.perennial.benchmarks.endtoend;
