// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the process in a pod sees: variables, and what {@code --secrets} makes of the files that are mounted. */
final class PodView {

    /** As certificates are: several lines, with characters that mean something in YAML and in references. */
    static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB+zCC/w==\nq3$x{y}:#=\n-----END CERTIFICATE-----\n";

    private PodView() {}

    static Map<String, String> environment(Manifest manifest) {
        Map<String, String> environment = new TreeMap<>();
        JsonNode spec = manifest.pod().get("spec");
        spec.at("/containers/0/env")
                .forEach(variable -> environment.put(
                        variable.get("name").asText(),
                        variable.has("value") ? variable.get("value").asText() : "rel-perennial-0"));
        List<String> arguments =
                Chart.YAML.convertValue(spec.at("/containers/0/args"), Chart.YAML.constructType(List.class));
        if (arguments.contains("--secrets")) {
            spec.get("volumes").forEach(volume -> volume.at("/projected/sources")
                    .forEach(source -> source.at("/secret/items").forEach(item -> put(item, environment))));
        }
        return environment;
    }

    private static void put(JsonNode item, Map<String, String> environment) {
        String path = item.get("path").asText();
        if (!path.contains("/")) {
            environment.put(path, path.contains(".") ? PEM : "a secret of " + path);
        }
    }
}
