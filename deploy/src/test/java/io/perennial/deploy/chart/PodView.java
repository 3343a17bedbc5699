// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.config.SecretFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the process in a pod sees: variables, and what {@code --secrets} makes of the files that are mounted. */
final class PodView {

    /** As certificates are: several lines, with characters that mean something in YAML and in references. */
    static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB+zCC/w==\nq3$x{y}:#=\n-----END CERTIFICATE-----";

    private PodView() {}

    /** @param directory an empty one, for what would be mounted */
    static Map<String, String> environment(Manifest manifest, Path directory) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        JsonNode spec = manifest.pod().get("spec");
        for (JsonNode variable : spec.at("/containers/0/env")) {
            environment.put(
                    variable.get("name").asText(),
                    variable.has("value") ? variable.get("value").asText() : manifest.name() + "-0");
        }
        List<String> arguments =
                Chart.YAML.convertValue(spec.at("/containers/0/args"), new TypeReference<List<String>>() {});
        if (arguments.contains("--secrets")) {
            mount(spec, directory);
            environment.putAll(SecretFiles.read(directory));
        }
        return environment;
    }

    /** As Kubernetes does: files in a directory with a time in its name, a link to that, and links to each of its entries. */
    private static void mount(JsonNode spec, Path directory) throws IOException {
        Path data = directory.resolve("..2026_11_28_06_00_00.1");
        for (JsonNode item : spec.get("volumes").findValues("items")) {
            for (JsonNode file : item) {
                String path = file.get("path").asText();
                Path target = data.resolve(path);
                Files.createDirectories(target.getParent());
                Files.writeString(target, path.contains(".") ? PEM + "\n" : "a secret of " + path);
            }
        }
        Path latest = Files.createSymbolicLink(directory.resolve("..data"), data.getFileName());
        try (Stream<Path> entries = Files.list(data)) {
            for (Path entry : entries.toList()) {
                Path name = entry.getFileName();
                Files.createSymbolicLink(
                        directory.resolve(name), latest.getFileName().resolve(name));
            }
        }
    }
}
