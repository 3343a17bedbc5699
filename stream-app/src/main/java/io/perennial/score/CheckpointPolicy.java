// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

/**
 * How often what was learned is written to Kafka state. Little after every step: a restart then continues from the very
 * last committed batch. More every few steps: a restart has forgotten fewer than that many, and does not take them again.
 *
 * @param everyStepUpTo bytes of what was learned up to which every step is written
 * @param steps between two writes of more, at least 1
 */
public record CheckpointPolicy(long everyStepUpTo, long steps) {

    /** @param bytes of what would be written: weights, moments, statistics, remembered events, the guard's copy of it all */
    boolean due(long step, long bytes) {
        return bytes <= everyStepUpTo || step % steps == 0;
    }
}
