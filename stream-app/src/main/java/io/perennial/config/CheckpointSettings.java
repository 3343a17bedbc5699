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

    @Doc("Weights up to this size are part of every commit.")
    @Range(min = 0, max = 1 << 30)
    @WithConverter(Bytes.class)
    @WithDefault("1MiB")
    int inlineLimit();
}
