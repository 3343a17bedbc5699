// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/**
 * JSON from outside: bounded in depth and length, no duplicate keys, nothing after the end. NaN and Infinity are read
 * as numbers, so that they are refused for what they are.
 */
public final class StrictJson {

    /** Deeper than any tensor with its envelope, shallow enough to bound the work on a hostile payload. */
    private static final int DEEPEST = 32;

    /** The longest decimal that a float64 prints is shorter than 30 characters; 400 also holds 1e308 spelled out. */
    private static final int LONGEST_NUMBER = 400;

    // Names are not interned: keys come from outside, and interned strings are shared by the whole process.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(1_000)
                    .maxStringLength(100_000)
                    .build())
            .build();

    private StrictJson() {}

    /** A parser before the first token. */
    public static JsonParser open(byte[] value) throws IOException {
        return FACTORY.createParser(value);
    }

    /** Reads the end of the text. */
    public static void end(JsonParser json) throws IOException, EventRefused {
        if (json.nextToken() != null) {
            throw EventRefused.because(
                    Refusal.NOT_JSON,
                    "payload goes on after its JSON value",
                    "the end",
                    "more at byte " + json.currentTokenLocation().getByteOffset(),
                    "send one JSON value per record");
        }
    }

    /** What the parser could not read, as a refusal. */
    public static EventRefused refused(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return EventRefused.because(
                    Refusal.BEYOND_LIMITS,
                    "JSON is beyond the limits of an event",
                    "at most " + DEEPEST + " levels and numbers of " + LONGEST_NUMBER + " characters",
                    firstLine(e),
                    "send the values as plain numbers in a plain array");
        }
        return EventRefused.because(
                Refusal.NOT_JSON,
                "payload is not JSON",
                "one JSON value in UTF-8 without duplicate keys",
                firstLine(e),
                "check the producer's serializer and the header content-type");
    }

    private static String firstLine(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : Quoted.of(message.lines().findFirst().orElse(""));
    }
}
