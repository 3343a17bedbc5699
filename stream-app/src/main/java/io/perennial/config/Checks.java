// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.SmallRyeConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Everything that is wrong with a configuration, in one pass. */
final class Checks {

    private static final String BOOTSTRAP = Keys.KAFKA + "bootstrap.servers";

    /** Client properties that have a key of their own; two places for one thing would contradict each other. */
    private static final Map<String, String> OWN = Map.of(
            Keys.KAFKA + "application.id", "application.id",
            Keys.KAFKA + "processing.guarantee", "publish.guarantee",
            Keys.KAFKA + "commit.interval.ms", "publish.commit-interval");

    private final Layers layers;
    private final SmallRyeConfig config;
    private final List<String> problems;

    private Checks(Layers layers, List<String> problems) {
        this.layers = layers;
        this.config = layers.builder().build();
        this.problems = problems;
    }

    static void run(Layers layers, List<String> problems) {
        Checks checks = new Checks(layers, problems);
        checks.names();
        checks.values();
        checks.topics();
        checks.pattern();
    }

    private void names() {
        layers.written().forEach((name, setting) -> {
            if (!Keys.isKnown(name)) {
                String nearest = Keys.nearest(name);
                refuse(
                        name,
                        setting,
                        "a known key",
                        "one that is not",
                        nearest == null ? "remove it" : "did you mean " + nearest + "?");
            } else if (OWN.containsKey(name)) {
                refuse(name, setting, "no client property that has a key of its own", "it", "set " + OWN.get(name));
            }
        });
        layers.bundle().forEach((name, setting) -> {
            if (!name.startsWith("adapt.")) {
                refuse(name, setting, "only keys of adapt", "another", "remove it from bundle.yaml");
            }
        });
    }

    private void values() {
        for (Key key : Keys.ALL) {
            boolean absent = key.defaultValue() == null && layers.find(key.name()) == null;
            String value = key.isMap() || absent ? null : value(key.name());
            if (value != null && !Form.accepts(key, value)) {
                refuse(
                        key.name(),
                        layers.find(key.name()),
                        Form.of(key),
                        '"' + Secrets.shown(key.name(), value) + '"',
                        remedy(key));
            }
        }
        require("bundle", "the directory of a bundle", "set bundle: builtin:digits to try the built-in example");
        require(
                BOOTSTRAP,
                "brokers as host:port",
                "set kafka: bootstrap.servers, or PERENNIAL_KAFKA_BOOTSTRAP_SERVERS");
        for (String name : layers.written().keySet()) {
            if (name.startsWith(Keys.KAFKA)) {
                value(name);
            }
        }
    }

    private static String remedy(Key key) {
        return key.defaultValue() == null ? "correct it" : "correct it, or leave it out for the default";
    }

    private void require(String name, String expected, String remedy) {
        Setting setting = layers.find(name);
        if (setting == null || (name.equals(BOOTSTRAP) && setting.value().isBlank())) {
            refuse(name, setting, expected, "nothing", remedy);
        }
    }

    /** A topic that is read and written would feed the application its own output. */
    private void topics() {
        Map<String, String> keys = new LinkedHashMap<>();
        for (Key key : Keys.ALL) {
            String topic = key.name().endsWith("topic") ? value(key.name()) : null;
            String other = topic == null || topic.isBlank() ? null : keys.putIfAbsent(topic, key.name());
            if (other != null) {
                refuse(
                        key.name(),
                        layers.find(key.name()),
                        "a topic of its own",
                        '"' + topic + "\" as in " + other,
                        "name another topic");
            }
        }
    }

    private void pattern() {
        String name = "adapt.parameters";
        try {
            Pattern.compile(String.valueOf(value(name)));
        } catch (PatternSyntaxException e) {
            refuse(
                    name,
                    layers.find(name),
                    "all, norm or a regular expression",
                    '"' + e.getPattern() + "\" (" + e.getDescription() + ")",
                    "correct it");
        }
    }

    /** Null also where a reference leads nowhere, which is a problem of its own, reported once. */
    private String value(String name) {
        try {
            return Layers.value(config, name);
        } catch (NoSuchElementException | IllegalArgumentException e) {
            Setting setting = layers.find(name);
            String problem = problem(
                    name,
                    setting,
                    "references to variables that are set",
                    '"' + Secrets.shown(name, setting == null ? "" : setting.value()) + '"',
                    "set the variable");
            if (!problems.contains(problem)) {
                problems.add(problem);
            }
            return null;
        }
    }

    private void refuse(String name, Setting setting, String expected, String got, String remedy) {
        problems.add(problem(name, setting, expected, got, remedy));
    }

    private static String problem(String name, Setting setting, String expected, String got, String remedy) {
        String where = setting == null ? "" : " [" + setting.where() + "]";
        return name + " refused: expected " + expected + ", got " + got + where + "; " + remedy;
    }
}
