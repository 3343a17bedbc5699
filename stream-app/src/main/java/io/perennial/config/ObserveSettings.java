// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** Where metrics and health are served. */
public interface ObserveSettings {

    @Doc("Whether `/metrics`, `/health/live` and `/health/ready` are served.")
    @WithDefault("true")
    boolean enabled();

    @Doc(
            "Whether commands are taken at `POST /control` too (record.control-topic); whoever reaches the port can give them.")
    @WithDefault("false")
    boolean control();

    @Doc("Address to listen on; `0.0.0.0` for all, as in a container.")
    @WithDefault("127.0.0.1")
    String host();

    @Doc("Port to listen on; 0 for any that is free.")
    @Range(min = 0, max = 65535)
    @WithDefault("8080")
    int port();
}
