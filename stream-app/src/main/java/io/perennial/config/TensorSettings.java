// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How events become batches. */
public interface TensorSettings {

    @Doc("Events of a full batch.")
    @Range(min = 1, max = 65536)
    @WithDefault("64")
    int batchSize();

    @Doc("Longest time that an event waits for its batch to fill.")
    @Range(min = 1, max = 3_600_000)
    @WithConverter(Durations.class)
    @WithDefault("1s")
    Duration maxWait();
}
