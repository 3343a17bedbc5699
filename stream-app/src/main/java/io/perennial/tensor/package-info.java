// SPDX-License-Identifier: Apache-2.0
/**
 * Second stage. Valid events enter one by one; micro-batches [B, ...] leave, closed by size or by time, whichever comes
 * first. Events that wait are Kafka state, so a restart finds them.
 *
 * <p>Read first: {@code TensorProcessor}, {@code MicroBatch}, {@code PendingEvents}.
 */
package io.perennial.tensor;
