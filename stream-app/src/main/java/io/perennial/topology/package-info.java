// SPDX-License-Identifier: Apache-2.0
/**
 * The order of the five stages, and the only place that knows it. Settings and a model enter; a Kafka Streams topology
 * leaves.
 *
 * <p>Read first: {@code PerennialTopology}.
 */
package io.perennial.topology;
