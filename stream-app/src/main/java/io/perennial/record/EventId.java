// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What an event is called in every topic: the join key of predictions, uncertainty and labels. */
public final class EventId {

    /** The record header that names the event; it wins over an id in the payload. */
    public static final String HEADER = "perennial-event-id";

    /** Longest id, in UTF-16 characters. */
    public static final int LONGEST = 256;

    private EventId() {}

    /** The id in the headers, or null where there is none. */
    public static String in(Headers headers) throws EventRefused {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return checked(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.value()))
                    .toString());
        } catch (CharacterCodingException e) {
            throw refused("bytes that are not UTF-8");
        }
    }

    /**
     * The id itself.
     *
     * @throws EventRefused where it is empty, longer than {@value #LONGEST}, or has control characters
     */
    public static String checked(String id) throws EventRefused {
        if (id.isBlank()) {
            throw refused("none");
        }
        if (id.length() > LONGEST) {
            throw refused(id.length() + " characters");
        }
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                throw refused("a control character at position " + i);
            }
            // JSON can spell half a surrogate pair, which no UTF-8 payload of ours could carry on.
            if (Character.getType(id.codePointAt(i)) == Character.SURROGATE && !isSecondHalf(id, i)) {
                throw refused("half a surrogate pair at position " + i);
            }
        }
        return id;
    }

    private static boolean isSecondHalf(String id, int i) {
        return i > 0 && Character.isSurrogatePair(id.charAt(i - 1), id.charAt(i));
    }

    /** The id that is the parser's current token, a string or an integer; null where it is a JSON null. */
    public static String read(JsonParser json) throws IOException, EventRefused {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT -> checked(json.getText());
            case VALUE_NULL -> null;
            case START_ARRAY, START_OBJECT -> throw refused("an array or an object");
            default -> throw refused(Quoted.of(json.getText()));
        };
    }

    private static EventRefused refused(String got) {
        return EventRefused.because(
                Refusal.BAD_ID,
                "event id is not usable",
                "1 to " + LONGEST + " characters of UTF-8 without control characters",
                got,
                "send a shorter, printable id, or none to use the record's coordinates");
    }
}
