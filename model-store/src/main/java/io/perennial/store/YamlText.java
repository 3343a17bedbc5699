// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;

/** One YAML document as nested maps, lists and texts, of bounded length and depth. */
final class YamlText {

    private static final int DEEPEST = 16;

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .loaderOptions(limits())
            .build();

    private final YAMLParser parser;
    private final String where;

    private YamlText(YAMLParser parser, String where) {
        this.parser = parser;
        this.where = where;
    }

    /** The document's keys; refuses anything but one mapping. */
    static Map<String, Object> parse(byte[] yaml, String where) throws IOException {
        try (YAMLParser parser = YAML.createParser(yaml)) {
            YamlText text = new YamlText(parser, where);
            if (text.next() != JsonToken.START_OBJECT) {
                throw text.refused("keys and values", "none");
            }
            Map<String, Object> values = text.map(1);
            if (text.next() != null) {
                throw text.refused("one document", "another");
            }
            return values;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            throw refused("YAML", YamlKeys.quote(e.getOriginalMessage()), where, line, e);
        } catch (CharConversionException e) {
            throw refused("YAML in UTF-8", YamlKeys.quote(e.getMessage()), where, 1, e);
        }
    }

    /** A nested mapping of a document, whose keys are texts like those of all its mappings. */
    static Map<String, Object> keyed(Map<?, ?> map) {
        Map<String, Object> keyed = new LinkedHashMap<>();
        map.forEach((key, value) -> keyed.put((String) key, value));
        return keyed;
    }

    private Map<String, Object> map(int depth) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (next() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            next();
            map.put(key, value(depth));
        }
        return map;
    }

    private Object value(int depth) throws IOException {
        if (depth == DEEPEST) {
            throw refused("at most " + DEEPEST + " levels", "more");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> map(depth + 1);
            case START_ARRAY -> list(depth + 1);
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    private List<Object> list(int depth) throws IOException {
        List<Object> list = new ArrayList<>();
        while (next() != JsonToken.END_ARRAY) {
            list.add(value(depth));
        }
        return list;
    }

    /** No description needs an alias, and a few lines of them can stand for a billion values. */
    private JsonToken next() throws IOException {
        JsonToken token = parser.nextToken();
        if (parser.isCurrentAlias()) {
            throw refused("plain values", "an alias");
        }
        return token;
    }

    private IOException refused(String expected, String got) {
        return refused(expected, got, where, parser.currentLocation().getLineNr(), null);
    }

    private static IOException refused(String expected, String got, String where, int line, Exception cause) {
        return new IOException(
                "bundle refused: expected " + expected + ", got " + got + " [" + where + ", line " + line
                        + "]; correct the file",
                cause);
    }

    private static LoaderOptions limits() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(BundleReader.MOST_DESCRIPTION);
        limits.setNestingDepthLimit(2 * DEEPEST);
        return limits;
    }
}
