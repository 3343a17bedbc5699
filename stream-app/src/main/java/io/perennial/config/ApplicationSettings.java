// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** Who we are on the cluster. */
public interface ApplicationSettings {

    @Doc("Name of the application: its consumer group, its transactions, and the prefix of its topics.")
    @Name
    @WithDefault("perennial")
    String id();

    @Doc(
            "Instances that share the partitions. At its start an instance sees whether its memory is enough for its share of"
                    + " them; what it does later, such as taking over those of another, is not held back.")
    @Range(min = 1, max = 10_000)
    @WithDefault("1")
    int instances();
}
