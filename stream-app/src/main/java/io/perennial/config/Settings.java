// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.SmallRyeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The configuration of one application: complete, checked, unchanging. */
public final class Settings {

    private final Layers layers;
    private final SmallRyeConfig config;
    private final Mapping mapping;

    private Settings(Layers layers) {
        this.layers = layers;
        this.config = layers.builder().withMapping(Mapping.class).build();
        this.mapping = config.getConfigMapping(Mapping.class);
    }

    /**
     * Reads and checks a configuration.
     *
     * @param file YAML whose top-level keys are {@code application}, {@code bundle}, {@code kafka} and the five words
     * @param environment variables such as {@code PERENNIAL_TENSOR_BATCH_SIZE} override the file; others may be
     *     referred to in values as {@code ${NAME}}
     * @param bundleDefaults keys of {@code adapt} that rank below the file, as the bundle brings them
     * @throws ConfigurationRefused with every problem there is
     */
    public static Settings load(Path file, Map<String, String> environment, Map<String, String> bundleDefaults) {
        List<String> problems = new ArrayList<>();
        return checked(YamlKeys.read(file, problems), environment, bundleDefaults, problems);
    }

    /**
     * The same without a file.
     *
     * @param keys as they would stand in one, flat: {@code tensor.batch-size}, {@code kafka.bootstrap.servers}
     * @throws ConfigurationRefused with every problem there is
     */
    public static Settings of(
            Map<String, String> keys, Map<String, String> environment, Map<String, String> bundleDefaults) {
        return checked(located(keys, "given"), environment, bundleDefaults, new ArrayList<>());
    }

    private static Settings checked(
            Map<String, Setting> file,
            Map<String, String> environment,
            Map<String, String> bundleDefaults,
            List<String> problems) {
        Map<String, Setting> overrides = EnvironmentKeys.read(environment, problems);
        Layers layers = new Layers(located(bundleDefaults, "bundle"), file, overrides, environment);
        Checks.run(layers, problems);
        if (!problems.isEmpty()) {
            throw new ConfigurationRefused(problems);
        }
        return new Settings(layers);
    }

    private static Map<String, Setting> located(Map<String, String> keys, String where) {
        Map<String, Setting> located = new LinkedHashMap<>();
        new TreeMap<>(keys).forEach((name, value) -> located.put(name, new Setting(value, where)));
        return located;
    }

    public ApplicationSettings application() {
        return mapping.application();
    }

    /** A directory, or {@code builtin:digits}. */
    public String bundle() {
        return mapping.bundle();
    }

    /** Client properties under Kafka's own names; they hold secrets, so print {@link #describe()} instead. */
    public Map<String, String> kafka() {
        Map<String, String> properties = new TreeMap<>();
        mapping.kafka().forEach((name, value) -> properties.put(name, value.orElse("")));
        return properties;
    }

    public RecordSettings record() {
        return mapping.record();
    }

    public TensorSettings tensor() {
        return mapping.tensor();
    }

    public ScoreSettings score() {
        return mapping.score();
    }

    public AdaptSettings adapt() {
        return mapping.adapt();
    }

    public PublishSettings publish() {
        return mapping.publish();
    }

    public StoreSettings store() {
        return mapping.store();
    }

    public ObserveSettings observe() {
        return mapping.observe();
    }

    /** The effective configuration, one key a line with where it comes from; secrets are masked. */
    public String describe() {
        Map<String, Setting> kafka = new TreeMap<>(layers.written());
        kafka.keySet().removeIf(name -> !name.startsWith(Keys.KAFKA));
        StringBuilder text = new StringBuilder();
        for (Key key : Keys.ALL) {
            if (key.isMap()) {
                kafka.keySet().forEach(name -> describe(name, text));
            } else {
                describe(key.name(), text);
            }
        }
        return text.toString();
    }

    private void describe(String name, StringBuilder into) {
        Setting setting = layers.find(name);
        into.append(name)
                .append(": ")
                .append(Secrets.shown(name, Layers.value(config, name)))
                .append("  # ")
                .append(setting == null ? "default" : setting.where())
                .append('\n');
    }

    @Override
    public String toString() {
        return describe();
    }
}
