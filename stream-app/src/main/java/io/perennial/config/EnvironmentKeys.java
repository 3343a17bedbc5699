// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Overrides from the environment: {@code PERENNIAL_TENSOR_BATCH_SIZE} is {@code tensor.batch-size}, and {@code
 * PERENNIAL_KAFKA_SASL_MECHANISM} the client property {@code sasl.mechanism}.
 */
final class EnvironmentKeys {

    private static final String PREFIX = "PERENNIAL_";
    private static final String KAFKA = PREFIX + "KAFKA_";

    /** Kubernetes announces every service of a namespace, so one called perennial-kafka looks like our own. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile(".*_SERVICE_HOST|.*_SERVICE_PORT(_.*)?|.*_PORT_\\d+_(TCP|UDP|SCTP)(_.*)?");

    private EnvironmentKeys() {}

    static Map<String, Setting> read(Map<String, String> environment, List<String> problems) {
        Map<String, Setting> keys = new LinkedHashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !isServiceLink(name, value)) {
                String key = key(name);
                if (key != null) {
                    keys.put(key, new Setting(value, name));
                } else if (Keys.isGroup(group(name))) {
                    problems.add(unknown(name));
                }
            }
        });
        return keys;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches() || (name.endsWith("_PORT") && value.contains("://"));
    }

    private static String key(String name) {
        for (Key key : Keys.ALL) {
            if (!key.isMap() && key.environmentName().equals(name)) {
                return key.name();
            }
        }
        boolean kafka = name.startsWith(KAFKA) && name.length() > KAFKA.length();
        return kafka
                ? Keys.KAFKA
                        + name.substring(KAFKA.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.')
                : null;
    }

    private static String group(String name) {
        return name.substring(PREFIX.length()).split("_", 2)[0].toLowerCase(Locale.ROOT);
    }

    private static String unknown(String name) {
        String[] words =
                name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).split("_", 2);
        String nearest = Keys.nearest(words.length == 2 ? words[0] + "." + words[1] : words[0]);
        return "environment variable " + name + " refused: expected the name of a key, got none that is known; "
                + (nearest == null
                        ? "remove it"
                        : "did you mean " + Keys.find(nearest).environmentName() + "?");
    }
}
