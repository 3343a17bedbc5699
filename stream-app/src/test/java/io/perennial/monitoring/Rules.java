// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rules as they are shipped. */
public record Rules(List<JsonNode> recordings, List<JsonNode> alerts) {

    public static final Path FILE = Path.of("..", "deploy", "prometheus", "perennial-rules.yaml");
    static final Path TESTS = Path.of("..", "deploy", "prometheus", "perennial-rules-test.yaml");
    static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");

    public static Rules read() throws IOException {
        List<JsonNode> recordings = new ArrayList<>();
        List<JsonNode> alerts = new ArrayList<>();
        for (JsonNode group : new YAMLMapper().readTree(FILE.toFile()).get("groups")) {
            group.get("rules").forEach(rule -> (rule.has("alert") ? alerts : recordings).add(rule));
        }
        return new Rules(recordings, alerts);
    }

    public Set<String> recorded() {
        Set<String> names = new TreeSet<>();
        recordings.forEach(rule -> names.add(rule.get("record").asText()));
        return names;
    }

    /** What is read from applications, recordings followed to what they are made of. */
    public Set<String> metrics() {
        Set<String> names = new TreeSet<>();
        recordings.forEach(rule -> names.addAll(metrics(rule)));
        alerts.forEach(rule -> names.addAll(metrics(rule)));
        names.removeAll(recorded());
        return names;
    }

    static Set<String> metrics(JsonNode rule) {
        return PromQl.metrics(rule.get("expr").asText());
    }

    /** The alerts that watch a metric, by its name. */
    Map<String, Set<String>> watching() {
        Map<String, Set<String>> made = new TreeMap<>();
        recordings.forEach(rule -> made.put(rule.get("record").asText(), metrics(rule)));
        Map<String, Set<String>> watching = new TreeMap<>();
        for (JsonNode alert : alerts) {
            for (String metric : origins(metrics(alert), made)) {
                watching.computeIfAbsent(metric, name -> new TreeSet<>())
                        .add(alert.get("alert").asText());
            }
        }
        return watching;
    }

    private static Set<String> origins(Set<String> names, Map<String, Set<String>> made) {
        Set<String> origins = new HashSet<>();
        for (String name : names) {
            origins.addAll(made.containsKey(name) ? origins(made.get(name), made) : Set.of(name));
        }
        return origins;
    }
}
