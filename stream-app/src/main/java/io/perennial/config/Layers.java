// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What was written at each level, the later overriding the earlier: defaults, bundle, file, environment.
 *
 * @param environment every variable, for references such as {@code ${KAFKA_PASSWORD}} in values
 */
record Layers(
        Map<String, Setting> bundle,
        Map<String, Setting> file,
        Map<String, Setting> overrides,
        Map<String, String> environment) {

    /** The setting that wins, or null where the default holds. */
    Setting find(String name) {
        Setting setting = overrides.getOrDefault(name, file.get(name));
        return setting == null ? bundle.get(name) : setting;
    }

    /** Every key that was written, with the setting that wins. */
    Map<String, Setting> written() {
        Map<String, Setting> all = new LinkedHashMap<>(bundle);
        all.putAll(file);
        all.putAll(overrides);
        return all;
    }

    /** All levels under SmallRye's names; nothing is mapped or checked yet. */
    SmallRyeConfigBuilder builder() {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (Key key : Keys.ALL) {
            if (key.defaultValue() != null) {
                defaults.put(mapped(key.name()), key.defaultValue());
            }
        }
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(
                        new PropertiesConfigSource(literal(environment), "variables", 50),
                        new PropertiesConfigSource(defaults, "defaults", 100),
                        new PropertiesConfigSource(values(bundle), "bundle", 200),
                        new PropertiesConfigSource(values(file), "file", 300),
                        new PropertiesConfigSource(literal(values(overrides)), "environment", 400));
    }

    /**
     * The value that wins, with references replaced; empty where nothing was written and there is no default.
     *
     * @throws NoSuchElementException where a reference leads nowhere, or to a variable that is empty
     */
    static String value(SmallRyeConfig config, String name) {
        Optional<String> value = config.getOptionalValue(mapped(name), String.class);
        String written = config.getConfigValue(mapped(name)).getRawValue();
        if (value.isEmpty() && written != null && !written.isEmpty()) {
            throw new NoSuchElementException(name); // SmallRye takes an unresolved reference for an absent value
        }
        return value.orElse("");
    }

    /** A password may hold what SmallRye would take for a reference or an escape: only what the file says is expanded. */
    private static Map<String, String> literal(Map<String, String> variables) {
        Map<String, String> escaped = new LinkedHashMap<>();
        variables.forEach((name, value) -> escaped.put(name, escaped(value)));
        return escaped;
    }

    /** SmallRye reads two dollars, or a backslash and a dollar, as a dollar. */
    private static String escaped(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '$') {
                text.append(i > 0 && value.charAt(i - 1) == '\\' ? '\\' : '$');
            }
            text.append(c);
        }
        return text.toString();
    }

    private static Map<String, String> values(Map<String, Setting> settings) {
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> values.put(mapped(name), setting.value()));
        return values;
    }

    /** Client properties have dots in their names, so SmallRye wants these quoted. */
    private static String mapped(String name) {
        String kafka = Keys.KAFKA;
        String quoted = name.startsWith(kafka) ? kafka + '"' + name.substring(kafka.length()) + '"' : name;
        return Mapping.PREFIX + "." + quoted;
    }
}
