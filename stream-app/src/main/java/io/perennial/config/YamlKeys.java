// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A YAML file as flat keys, each with the line it stands on. */
final class YamlKeys {

    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final String file;
    private final List<String> problems;
    private final Map<String, Setting> keys = new LinkedHashMap<>();

    private YamlKeys(String file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /** What could be read; what could not be is added to the problems. */
    static Map<String, Setting> read(Path path, List<String> problems) {
        YamlKeys yaml = new YamlKeys(String.valueOf(path.getFileName()), problems);
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            problems.add("configuration file refused: expected a readable file, got " + path
                    + "; check the path and its permissions");
            return yaml.keys;
        }
        try (YAMLParser parser = FACTORY.createParser(Files.readString(path))) {
            yaml.document(parser);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            yaml.refuse("YAML without duplicate keys", firstLine(e.getOriginalMessage()), line);
        } catch (IOException e) {
            yaml.refuse("text in UTF-8", String.valueOf(e), 1);
        }
        return yaml.keys;
    }

    private void document(YAMLParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            refuse("keys and values", first.isScalarValue() ? "one value" : "a list", line(parser));
            return;
        }
        object("", parser);
        if (parser.nextToken() != null) {
            refuse("one document", "a second one", line(parser));
        }
    }

    private void object(String prefix, YAMLParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = prefix + parser.currentName();
            int line = line(parser);
            switch (parser.nextToken()) {
                case START_OBJECT -> object(key + ".", parser);
                case START_ARRAY -> put(key, list(key, parser), line);
                default -> put(key, scalar(parser), line);
            }
        }
    }

    private String list(String key, YAMLParser parser) throws IOException {
        StringJoiner values = new StringJoiner(",");
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token.isStructStart()) {
                refuse("a list of plain values under " + key, "a list in a list", line(parser));
                parser.skipChildren();
            } else {
                values.add(scalar(parser));
            }
        }
        return values.toString();
    }

    private String scalar(YAMLParser parser) throws IOException {
        if (parser.isCurrentAlias()) {
            refuse("plain values", "the alias *" + parser.getText(), line(parser));
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
    }

    private void put(String key, String value, int line) {
        Setting earlier = keys.put(key, new Setting(value, file + ":" + line));
        if (earlier != null) {
            refuse("each key once", key + " again, first at " + earlier.where(), line);
        }
    }

    private void refuse(String expected, String got, int line) {
        problems.add("configuration file refused: expected " + expected + ", got " + got + " [" + file + ":" + line
                + "]; correct the line");
    }

    private static int line(YAMLParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    private static String firstLine(String message) {
        return message == null ? "something else" : message.lines().findFirst().orElse("");
    }
}
