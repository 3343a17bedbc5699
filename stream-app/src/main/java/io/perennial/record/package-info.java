// SPDX-License-Identifier: Apache-2.0
/**
 * The first stage: takes an event off Kafka and checks it against the model's input contract.
 *
 * <p>In: the bytes and headers of one record, in any of the payload formats. Out: a valid {@link
 * io.perennial.record.Event}, or the reason why there is none, as headers of a dead letter that keeps the original
 * bytes. Read first: {@link io.perennial.record.EventDecoder}, {@link io.perennial.record.Refusal}, {@link
 * io.perennial.record.DeadLetter}.
 */
package io.perennial.record;
