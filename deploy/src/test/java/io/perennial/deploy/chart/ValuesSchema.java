// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perennial.config.SettingsSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** values.schema.json: the part written by hand, the keys of the application, and the descriptions of values.yaml. */
final class ValuesSchema {

    static final Path FILE = Chart.HOME.resolve("values.schema.json");

    private static final Path BY_HAND = Path.of("src", "test", "resources", "chart", "values.schema.json");

    private ValuesSchema() {}

    static String assembled() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode schema = (ObjectNode) mapper.readTree(Files.readString(BY_HAND));
        ObjectNode properties = (ObjectNode) schema.get("properties");
        SettingsSchema.groups().forEach((group, keys) -> {
            if (!properties.has(group)) {
                throw new IllegalStateException(BY_HAND + " has no place for the keys of " + group);
            }
            properties.set(group, keys);
        });
        for (Map.Entry<String, String> comment : ValuesDoc.comments().entrySet()) {
            describe(schema, comment.getKey().split("\\.", -1), comment.getValue());
        }
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    /** A reference hides what stands beside it in this draft, so it becomes one of one. */
    private static void describe(ObjectNode schema, String[] path, String comment) {
        ObjectNode node = schema;
        for (String word : path) {
            JsonNode next = node.path("properties").path(word);
            if (!next.isObject()) {
                throw new IllegalStateException(String.join(".", path) + " is a value that " + BY_HAND + " lacks");
            }
            node = (ObjectNode) next;
        }
        JsonNode reference = node.remove("$ref");
        if (reference != null) {
            node.putArray("allOf").addObject().set("$ref", reference);
        }
        node.put("description", comment);
    }

    /** Values that the schema does not have; groups that are free are not looked into. */
    static List<String> unknown() throws IOException {
        List<String> unknown = new ArrayList<>();
        compare("", schema(), values(), unknown);
        return unknown;
    }

    /** Values that only the schema has, of the first level: deeper ones may be free of a default. */
    static List<String> absent() throws IOException {
        List<String> absent = new ArrayList<>();
        JsonNode values = values();
        schema().get("properties").fieldNames().forEachRemaining(name -> {
            if (!values.has(name)) {
                absent.add(name);
            }
        });
        return absent;
    }

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(assembled());
    }

    private static JsonNode values() throws IOException {
        return Chart.YAML.readTree(Files.readString(Chart.VALUES));
    }

    private static void compare(String path, JsonNode schema, JsonNode values, List<String> into) {
        if (schema.has("properties")) {
            values.properties().forEach(e -> {
                JsonNode next = schema.get("properties").path(e.getKey());
                if (next.isMissingNode()) {
                    into.add(path + e.getKey());
                } else {
                    compare(path + e.getKey() + ".", next, e.getValue(), into);
                }
            });
        }
    }
}
