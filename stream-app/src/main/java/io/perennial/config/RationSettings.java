// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How adaptation gives way where predictions come late. */
public interface RationSettings {

    @Doc(
            "Whether adaptation is rationed while predictions come late: fewer views, then steps on fewer batches, then none.")
    @WithDefault("true")
    boolean enabled();

    @Doc(
            "How late predictions may be, from the arrival of an event: from half of it on there is less adaptation, from all of"
                    + " it on nothing but predictions.")
    @Range(min = 1000, max = 3_600_000)
    @WithConverter(Durations.class)
    @WithDefault("30s")
    Duration lateness();
}
