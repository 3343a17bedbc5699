// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys as JSON Schema (draft-07), written from the keys themselves, for editors and for a chart's values.
 *
 * <p>A schema refuses unknown keys and what is mistyped. It accepts whatever the application accepts, but for other spellings
 * of a choice ({@code PETAL_FIM}): a reference such as {@code ${NAME}} is accepted anywhere, and a number may be a text.
 */
public final class SettingsSchema {

    /** Somewhere a reference, which only the application can follow. */
    private static final String REFERENCE = "\\$\\{";

    private static final String DURATION = "^\\s*[0-9]{1,12}\\s*([mM][sS]|[sSmMhHdD])\\s*$";
    private static final String SIZE = "^\\s*[0-9]{1,10}\\s*(|B|KiB|MiB|GiB)\\s*$";
    private static final String INTEGER = "^\\s*[-+]?[0-9]+\\s*$";
    private static final String NUMBER = "^\\s*[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?\\s*$";
    private static final String NAME = "^\\s*[a-zA-Z0-9._-]{1,249}\\s*$";
    private static final String NOTHING = "^\\s*$";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SettingsSchema() {}

    /**
     * One schema for each group of keys, such as {@code tensor}, in the order of the reference page. Without {@code bundle}
     * and {@code kafka}, which have no keys of their own.
     */
    public static Map<String, ObjectNode> groups() {
        Map<String, ObjectNode> groups = new LinkedHashMap<>();
        for (Key key : Keys.ALL) {
            String[] words = key.name().split("\\.", -1);
            if (words.length < 2) {
                continue;
            }
            ObjectNode group = groups.computeIfAbsent(words[0], word -> object("Keys of `" + word + "`."));
            for (int i = 1; i < words.length - 1; i++) {
                group = subgroup(
                        group, words[i], key.name().substring(0, key.name().lastIndexOf('.')));
            }
            properties(group).set(words[words.length - 1], schema(key));
        }
        return groups;
    }

    private static ObjectNode subgroup(ObjectNode group, String word, String name) {
        ObjectNode properties = properties(group);
        if (!properties.has(word)) {
            properties.set(word, object("Keys of `" + name + "`."));
        }
        return (ObjectNode) properties.get(word);
    }

    private static ObjectNode properties(ObjectNode group) {
        return (ObjectNode) group.get("properties");
    }

    private static ObjectNode object(String description) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object").put("description", description).put("additionalProperties", false);
        schema.set("properties", JSON.objectNode());
        return schema;
    }

    private static ObjectNode schema(Key key) {
        ObjectNode schema = JSON.objectNode();
        schema.put("description", key.doc() + accepted(key));
        ArrayNode any = schema.putArray("anyOf");
        Class<?> type = key.type();
        if (type == boolean.class) {
            any.addObject().put("type", "boolean");
            text(any, "^\\s*(true|false)\\s*$");
        } else if (type.isEnum()) {
            ArrayNode choices = any.addObject().putArray("enum");
            for (String choice : key.choices().split(", ", -1)) {
                choices.add(choice);
            }
        } else if (type == Duration.class) {
            text(any, DURATION);
        } else if (key.isBytes()) {
            number(any, "integer", key);
            text(any, SIZE);
        } else if (type == int.class || type == long.class) {
            number(any, "integer", key);
            text(any, INTEGER);
        } else if (type == double.class) {
            number(any, "number", key);
            text(any, NUMBER);
        } else if (key.isName()) {
            text(any, NAME);
        } else {
            anything(any);
        }
        if (key.isOptional()) {
            text(any, NOTHING);
        }
        text(any, REFERENCE);
        return schema;
    }

    private static String accepted(Key key) {
        return " Accepts " + Form.of(key) + "."
                + (key.defaultValue() == null || key.defaultValue().contains("${")
                        ? ""
                        : " Default: `" + key.defaultValue() + "`.");
    }

    private static void number(ArrayNode any, String type, Key key) {
        ObjectNode number = any.addObject().put("type", type);
        Range range = key.range();
        if (range != null) {
            number.set("minimum", bound(range.min()));
            number.set("maximum", bound(range.max()));
        }
    }

    private static JsonNode bound(double value) {
        return value == Math.rint(value) ? JSON.numberNode((long) value) : JSON.numberNode(value);
    }

    private static void text(ArrayNode any, String pattern) {
        any.addObject().put("type", "string").put("pattern", pattern);
    }

    /** A text may look like a number or a list where it is written; the reader takes lists as texts with commas. */
    private static void anything(ArrayNode any) {
        ArrayNode types = any.addObject().putArray("type");
        types.add("string").add("number").add("boolean");
        ObjectNode list = any.addObject().put("type", "array");
        ArrayNode items = JSON.arrayNode().add("string").add("number").add("boolean");
        list.set("items", JSON.objectNode().set("type", items));
    }
}
