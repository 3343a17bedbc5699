// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

/**
 * How often learned weights are written to Kafka state. Small ones after every step: a restart then continues from the
 * very last committed batch. Larger ones every few steps: a restart relearns at most that many.
 *
 * @param everyStepUpTo bytes of trainable weights up to which every step is written
 * @param steps between two writes of larger ones, at least 1
 */
public record CheckpointPolicy(long everyStepUpTo, long steps) {

    boolean due(long step, long trainableBytes) {
        return trainableBytes <= everyStepUpTo || step % steps == 0;
    }
}
