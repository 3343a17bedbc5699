// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where the page, metrics and health are served, and what of it to whom. */
public interface ObserveSettings {

    @Doc("Whether the page, `/metrics`, `/health/started`, `/health/ready` and `/health/live` are served.")
    @WithDefault("true")
    boolean enabled();

    @Doc("Whether the page is served at `/`, and what it shows under `/api`.")
    @WithDefault("true")
    boolean page();

    @Doc("Whether the page and `/api` show recent events of image models, with what they contain; anybody who reaches"
            + " the port sees them.")
    @WithDefault("false")
    boolean showEvents();

    @Doc("Whether commands are taken at `POST /control` and from the page (record.control-topic, observe.token).")
    @WithDefault("false")
    boolean control();

    @Doc("Secret of at least 16 characters that whoever gives a command at `POST /control` must know; required with"
            + " observe.control. Best from the environment: PERENNIAL_OBSERVE_TOKEN.")
    Optional<String> token();

    @Doc("Address to listen on; `0.0.0.0` for all, as in a container.")
    @WithDefault("127.0.0.1")
    String host();

    @Doc(
            "Names that the page may be asked for by, separated by commas, such as that of a proxy before it. On a loopback"
                    + " address `localhost` and `127.0.0.1` always are; elsewhere none means any.")
    Optional<String> names();

    @Doc("Port to listen on; 0 for any that is free.")
    @Range(min = 0, max = 65535)
    @WithDefault("8080")
    int port();
}
