// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The chart, and what Helm makes of it; one Kubernetes version and one release for all tests. */
final class Chart {

    static final Path HOME = Path.of("helm", "perennial");
    static final Path VALUES = HOME.resolve("values.yaml");
    static final Path CI = HOME.resolve("ci");
    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static final String RELEASE = "rel";
    private static final String NAMESPACE = "ml";
    private static final String KUBERNETES = "1.34.0";
    private static final String SUFFIX = "-values.yaml";

    /** What Helm takes for a hook it leaves out of what it renders; under this name it does not see them. */
    private static final String HOOK = "helm.sh/hook";

    private static final String HIDDEN = "hidden.helm.sh/hook";
    private static final Path WITH_HOOKS = Path.of("target", "chart-with-hooks");

    private static boolean copied;

    private Chart() {}

    /** Helm is a native library, and not built for every platform. */
    static void needHelm() {
        String missing = "";
        try {
            Helm.version().call();
        } catch (LinkageError | RuntimeException e) {
            missing = e.toString();
        }
        Assumptions.assumeTrue(
                missing.isEmpty(), "skipped: helm-java has no native library for this platform: " + missing);
    }

    /** The names of the values files in {@code ci}, such as {@code minimal}. */
    static List<String> cases() throws IOException {
        try (Stream<Path> files = Files.list(CI)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    static Path values(String name) {
        return CI.resolve(name + SUFFIX);
    }

    /** All objects, hooks too. */
    static String render(String name) {
        return shown(template(withHooks()).withValuesFile(values(name)).call());
    }

    /** As Helm renders it: without hooks. */
    static String renderWithoutHooks(String name) {
        return template(HOME).withValuesFile(values(name)).call();
    }

    /** With values as on the command line, {@code --set}, over those that have no default. */
    static String renderWith(Map<String, Object> set) {
        TemplateCommand command = template(withHooks())
                .set("kafka.bootstrapServers", "kafka:9092")
                .set("bundle.uri", "builtin:digits");
        set.forEach(command::set);
        return shown(command.call());
    }

    /** With values that need not name brokers and bundle. */
    static String renderExample(Path values) {
        return shown(template(withHooks())
                .set("kafka.bootstrapServers", "kafka:9092")
                .set("bundle.uri", "builtin:digits")
                .withValuesFile(values)
                .call());
    }

    static String renderBare() {
        return template(HOME).call();
    }

    /** What is said after an installation. */
    static String notes(String name) {
        String output = new Helm(HOME)
                .install()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values(name))
                .clientOnly()
                .dryRun()
                .debug()
                .call()
                .getOutput();
        return output.substring(output.indexOf("\nNOTES:\n") + 8);
    }

    private static TemplateCommand template(Path chart) {
        return new Helm(chart)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
    }

    private static String shown(String rendered) {
        return rendered.replace(HIDDEN, HOOK);
    }

    private static synchronized Path withHooks() {
        if (!copied) {
            try {
                copy(WITH_HOOKS);
                try (Stream<Path> files = Files.walk(WITH_HOOKS.resolve("templates"))) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        Files.writeString(file, Files.readString(file).replace(HOOK, HIDDEN));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            copied = true;
        }
        return WITH_HOOKS;
    }

    /** Nothing stays of an earlier copy: a template that is gone would be rendered still. */
    private static void copy(Path into) throws IOException {
        if (Files.exists(into)) {
            try (Stream<Path> files = Files.walk(into)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.walk(HOME)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = into.resolve(HOME.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Lints a copy of the chart whose own values are these, since lint takes no others. */
    static LintResult lint(String name, Path into) throws IOException {
        copy(into);
        Files.writeString(into.resolve("values.yaml"), YAML.writeValueAsString(merged(name)));
        return new Helm(into).lint().strict().call();
    }

    /** The chart's values with those of a case over them. */
    static JsonNode merged(String name) throws IOException {
        JsonNode values = YAML.readTree(Files.readString(VALUES));
        return merge(values, YAML.readTree(Files.readString(values(name))));
    }

    private static JsonNode merge(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode object) || !above.isObject()) {
            return above;
        }
        above.properties()
                .forEach(e -> object.set(
                        e.getKey(),
                        object.has(e.getKey()) ? merge(object.get(e.getKey()), e.getValue()) : e.getValue()));
        return object;
    }
}
