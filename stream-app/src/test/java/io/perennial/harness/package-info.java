// SPDX-License-Identifier: Apache-2.0

/**
 * What an integration test stands on: a broker, child processes that can be killed, topics read to their end, and the
 * check that every event has one outcome.
 *
 * <p>In: a class that has a {@code main}, records to send, ids that were sent. Out: committed records, or an assertion
 * that names what is missing or came twice. Nothing here sleeps: every wait is for a thing, with a deadline.
 *
 * <p>Read first: {@link io.perennial.harness.WithKafka}, {@link io.perennial.harness.ChildProcess}, {@link
 * io.perennial.harness.OutcomeChecker}.
 */
package io.perennial.harness;
