// SPDX-License-Identifier: Apache-2.0

/**
 * A real Kafka broker inside this JVM, for the demo, for trying things on a laptop and for tests.
 *
 * <p>In: nothing, or broker settings. Out: the address of a broker on 127.0.0.1 whose files are gone once it is closed.
 * This is the only package that knows Kafka's server classes, which are not public API and move between releases.
 *
 * <p>Read first: {@link io.perennial.broker.EmbeddedKafka}, {@code BrokerSettings}, {@code FaultGuard}.
 */
package io.perennial.broker;
