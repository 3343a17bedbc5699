// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of one mapping in a YAML file. Each is asked for by name; what nobody asked for is refused by name. Scalars
 * stay the text that was written: version 1.10 is not 1.1.
 */
final class YamlKeys {

    private static final int LONGEST_QUOTE = 200;

    private final Map<String, Object> values;
    private final String where;
    private final String path;
    private final Set<String> asked = new HashSet<>();

    /** @param path of the mapping in the file, empty for the root */
    YamlKeys(Map<String, Object> values, String where, String path) {
        this.values = values;
        this.where = where;
        this.path = path;
    }

    static YamlKeys parse(byte[] yaml, String where) throws IOException {
        return new YamlKeys(YamlText.parse(yaml, where), where, "");
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    YamlKeys object(String key) throws IOException {
        if (need(key) instanceof Map<?, ?> map) {
            return new YamlKeys(YamlText.keyed(map), where, full(key));
        }
        throw refused(key, "keys and values", values.get(key).toString());
    }

    String text(String key) throws IOException {
        return scalar(key, need(key));
    }

    float real(String key) throws IOException {
        return real(key, text(key));
    }

    float[] reals(String key) throws IOException {
        List<String> texts = texts(key);
        float[] reals = new float[texts.size()];
        for (int i = 0; i < reals.length; i++) {
            reals[i] = real(key, texts.get(i));
        }
        return reals;
    }

    private float real(String key, String text) throws IOException {
        if (text.length() <= 40 && text.matches("[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+\\.")) {
            float value = Float.parseFloat(text);
            if (Float.isFinite(value)) {
                return value;
            }
        }
        throw refused(key, "a finite number", text);
    }

    List<String> texts(String key) throws IOException {
        if (!(need(key) instanceof List<?> list)) {
            throw refused(key, "a list", values.get(key).toString());
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            texts.add(scalar(key, element));
        }
        return List.copyOf(texts);
    }

    /** Keys of nested mappings joined by dots, as a configuration source names them. */
    Map<String, String> flattened(String prefix) throws IOException {
        Map<String, String> flat = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            String name = prefix + "." + entry.getKey();
            if (entry.getValue() instanceof Map) {
                flat.putAll(object(entry.getKey()).flattened(name));
            } else {
                flat.put(name, text(entry.getKey()));
            }
        }
        return Collections.unmodifiableMap(flat);
    }

    /** All keys that nobody has asked for, with their scalar values. */
    Map<String, String> remainder() throws IOException {
        Map<String, String> rest = new LinkedHashMap<>();
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            if (!asked.contains(entry.getKey())) {
                rest.put(entry.getKey(), scalar(entry.getKey(), entry.getValue()));
            }
        }
        return Collections.unmodifiableMap(rest);
    }

    void refuseOthers() throws IOException {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                throw refused(key, "only the keys " + asked.stream().sorted().toList(), key);
            }
        }
    }

    IOException refused(String key, String expected, String got) {
        return new IOException("bundle refused: expected " + expected + ", got " + quote(got) + " [" + where + ": "
                + quote(full(key)) + "]; correct the key");
    }

    private Object need(String key) throws IOException {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            throw refused(key, "a value", "none");
        }
        return value;
    }

    private String scalar(String key, Object value) throws IOException {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw refused(key, "a text or a number", String.valueOf(value));
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
