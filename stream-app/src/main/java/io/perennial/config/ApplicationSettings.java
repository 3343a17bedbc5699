// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** Who we are on the cluster. */
public interface ApplicationSettings {

    @Doc("Name of the application: its consumer group, its transactions, and the prefix of its topics.")
    @Name
    @WithDefault("perennial")
    String id();
}
