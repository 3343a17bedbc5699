// SPDX-License-Identifier: Apache-2.0
/**
 * Fourth stage. A batch whose prediction has left enters; new weights and what the step did leave, and the weights are
 * written to Kafka state so that they commit together with the prediction.
 *
 * <p>Read first: {@code AdaptProcessor}, {@code PartitionDrift}.
 */
package io.perennial.adapt;
