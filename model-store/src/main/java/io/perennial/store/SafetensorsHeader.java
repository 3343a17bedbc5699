// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file, token by token, so that a hostile one costs no more than its own length.
 *
 * @param entries by tensor name, in the header's order
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxNumberLength(20)
                    .build())
            .build();

    /** No tensor in use has more; a header of nothing but extents would cost eight times its length. */
    private static final int MOST_EXTENTS = 64;

    /**
     * One tensor.
     *
     * @param type F32 or I64; not yet checked
     * @param begin first byte in the data, inclusive
     * @param end last byte in the data, exclusive
     */
    record Entry(String type, int[] shape, long begin, long end) {}

    /** @throws IOException where the text is not such a header; the message has no place in it */
    static SafetensorsHeader parse(String text) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = Map.of();
        try (JsonParser parser = JSON.createParser(text)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "the header");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                expect(parser.nextToken(), JsonToken.START_OBJECT, name);
                if (name.equals(Safetensors.METADATA)) {
                    metadata = metadata(parser);
                } else {
                    entries.put(name, entry(parser, name));
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("expected nothing after the header's object");
            }
        } catch (JsonProcessingException e) {
            throw new IOException("expected a JSON object, got " + e.getOriginalMessage(), e);
        }
        return new SafetensorsHeader(entries, metadata);
    }

    private static Map<String, String> metadata(JsonParser parser) throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser.nextToken(), JsonToken.VALUE_STRING, Safetensors.METADATA + "." + name);
            metadata.put(name, parser.getText());
        }
        return metadata;
    }

    private static Entry entry(JsonParser parser, String name) throws IOException {
        String type = null;
        long[] shape = null;
        long[] offsets = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (key) {
                case "dtype" -> {
                    expect(value, JsonToken.VALUE_STRING, name + ".dtype");
                    type = parser.getText();
                }
                case "shape" -> shape = numbers(parser, name + ".shape");
                case "data_offsets" -> offsets = numbers(parser, name + ".data_offsets");
                default -> throw new IOException("expected dtype, shape and data_offsets, got " + key + " at " + name);
            }
        }
        if (type == null || shape == null || offsets == null || offsets.length != 2) {
            throw new IOException("expected dtype, shape and two data_offsets at " + name);
        }
        return new Entry(type, extents(name, shape), offsets[0], offsets[1]);
    }

    private static int[] extents(String name, long... shape) throws IOException {
        for (long extent : shape) {
            if (extent > Integer.MAX_VALUE) {
                throw new IOException("expected extents below 2^31, got " + extent + " at " + name);
            }
        }
        return Arrays.stream(shape).mapToInt(extent -> (int) extent).toArray();
    }

    private static long[] numbers(JsonParser parser, String where) throws IOException {
        expect(parser.currentToken(), JsonToken.START_ARRAY, where);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, where);
            long number = parser.getLongValue();
            if (number < 0) {
                throw new IOException("expected numbers of 0 or more, got " + number + " at " + where);
            }
            if (numbers.size() == MOST_EXTENTS) {
                throw new IOException("expected at most " + MOST_EXTENTS + " numbers at " + where);
            }
            numbers.add(number);
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static void expect(JsonToken got, JsonToken expected, String where) throws IOException {
        if (got != expected) {
            throw new IOException("expected " + expected + ", got " + got + " at " + where);
        }
    }
}
