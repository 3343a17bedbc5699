// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsSchemaTest {

    private static final Map<String, ObjectNode> GROUPS = SettingsSchema.groups();

    @Test
    void hasEveryKeyAndNoOther() {
        List<String> names = new ArrayList<>();
        GROUPS.forEach((group, schema) -> collect(group, schema, names));
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Keys.ALL.stream()
                        .map(Key::name)
                        .filter(name -> name.contains("."))
                        .toList());
        assertThat(GROUPS).doesNotContainKeys("kafka", "bundle");
    }

    private static void collect(String name, JsonNode schema, List<String> into) {
        if (!schema.has("properties")) {
            into.add(name);
            return;
        }
        assertThat(schema.get("additionalProperties").booleanValue()).as(name).isFalse();
        schema.get("properties").properties().forEach(e -> collect(name + "." + e.getKey(), e.getValue(), into));
    }

    @Test
    void saysWhatTheReferenceSays() {
        JsonNode batch = GROUPS.get("tensor").at("/properties/batch-size");
        assertThat(batch.get("description").asText())
                .isEqualTo("Events of a full batch. Accepts an integer, from 1 to 65536. Default: `64`.");
        assertThat(batch.at("/anyOf/0").toString()).isEqualTo("{\"type\":\"integer\",\"minimum\":1,\"maximum\":65536}");
        assertThat(GROUPS.get("adapt").at("/properties/guard/anyOf/0/enum").toString())
                .isEqualTo("[\"auto\",\"on\",\"off\"]");
    }

    /** What the application takes as a text, its own defaults too, no pattern refuses. */
    @Test
    void refusesNoDefault() {
        for (Key key : Keys.ALL) {
            if (key.defaultValue() != null && key.name().contains(".")) {
                assertThat(accepts(key.name(), key.defaultValue()))
                        .as(key.name())
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tensor.batch-size, 128, true",
        "tensor.batch-size, ' +128 ', true",
        "tensor.batch-size, ${BATCH}, true",
        "tensor.batch-size, many, false",
        "tensor.batch-size, 1.5, false",
        "tensor.max-wait, 500ms, true",
        "tensor.max-wait, 2 M, true",
        "tensor.max-wait, 500, false",
        "record.max-bytes, 1MiB, true",
        "record.max-bytes, 1MB, false",
        "record.topic, a.b-c_d, true",
        "record.topic, a b, false",
        "record.topic, '', false",
        "record.control-topic, '', true",
        "adapt.learning-rate, 1e-3, true",
        "adapt.learning-rate, .5, true",
        "adapt.learning-rate, fast, false",
        "adapt.enabled, true, true",
        "adapt.enabled, yes, false",
        "adapt.method, petal-fim, true",
        "adapt.method, petal, false",
        "score.temperature, 1.5, true",
        "store.uri, '', true",
        "adapt.checkpoint.inline-limit, 512KiB, true",
        "adapt.checkpoint.inline-limit, half, false"
    })
    void takesTextsAsTheApplicationDoes(String name, String value, boolean accepted) {
        assertThat(accepts(name, value)).isEqualTo(accepted);
        if (!value.contains("${")) {
            assertThat(Form.accepts(Keys.find(name), value)).isEqualTo(accepted);
        }
    }

    private static boolean accepts(String name, String value) {
        String[] words = name.split("\\.", -1);
        JsonNode schema = GROUPS.get(words[0]);
        for (int i = 1; i < words.length; i++) {
            schema = schema.get("properties").get(words[i]);
        }
        for (JsonNode any : schema.get("anyOf")) {
            if (any.has("enum") ? contains(any.get("enum"), value) : text(any, value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(JsonNode choices, String value) {
        for (JsonNode choice : choices) {
            if (choice.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean text(JsonNode schema, String value) {
        boolean text = schema.get("type").toString().contains("\"string\"");
        return text
                && (!schema.has("pattern")
                        || Pattern.compile(schema.get("pattern").asText())
                                .matcher(value)
                                .find());
    }
}
