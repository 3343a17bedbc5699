// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;

/** How often weights enter the state store. */
public interface CheckpointSettings {

    @Doc("Steps between two checkpoints of weights larger than the inline limit.")
    @Range(min = 1, max = 1_000_000)
    @WithDefault("50")
    int steps();

    @Doc(
            "What a partition has learned is part of every commit up to this size: weights, moments, statistics, remembered events,"
                    + " and the guard's copy of them.")
    @Range(min = 0, max = 1 << 30)
    @WithConverter(Bytes.class)
    @WithDefault("1MiB")
    int inlineLimit();
}
