// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.SecretFiles;
import io.perennial.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of the commands that read an application's configuration. */
final class ConfigOptions {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "the application's configuration, YAML; see docs/reference/configuration.md")
    private Path file;

    @Option(
            names = "--secrets",
            paramLabel = "DIR",
            description = {
                "each file in it is taken as an environment variable of the file's name, as mounted secrets are:",
                "a file KAFKA_PASSWORD is what $${KAFKA_PASSWORD} means in the configuration, and one",
                "PERENNIAL_OBSERVE_TOKEN overrides observe.token; may be given several times"
            })
    private final List<Path> secrets = new ArrayList<>();

    /**
     * The environment with the files of {@code --secrets}; a later directory overrides an earlier one, and files override
     * variables.
     */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        secrets.forEach(directory -> environment.putAll(SecretFiles.read(directory)));
        return environment;
    }

    /** The configuration without the bundle's defaults, for commands that need no bundle. */
    Settings settings() {
        Settings settings = Settings.load(file, environment(), Map.of());
        TokenEndpoint.allow(settings.kafka());
        return settings;
    }

    /** The configuration with the bundle that it names. */
    Bundles.Configured configured() {
        return configured(environment());
    }

    /** The same with another environment. */
    Bundles.Configured configured(Map<String, String> environment) {
        Bundles.Configured configured = Bundles.configure(file, environment);
        TokenEndpoint.allow(configured.settings().kafka());
        return configured;
    }
}
