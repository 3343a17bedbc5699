// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.observe.Happenings;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A refused record as it goes to the dead-letter topic: key, value and headers untouched, and headers that say why it
 * was refused and where it came from. Sending it to the input topic again is all it takes to try again.
 *
 * @param key as it came, may be null
 * @param value as it came, null for a tombstone
 * @param headers as they came, then the reason and the coordinates
 * @param timestamp event time in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would be the price
public record DeadLetter(byte[] key, byte[] value, Headers headers, long timestamp) {

    public static final String REASON = "perennial-error-reason";
    public static final String MESSAGE = "perennial-error-message";
    public static final String TOPIC = "perennial-error-topic";
    public static final String PARTITION = "perennial-error-partition";
    public static final String OFFSET = "perennial-error-offset";
    public static final String TIMESTAMP = "perennial-error-timestamp";

    /** Longest message, in UTF-16 characters: brokers count headers against the size of a record. */
    private static final int LONGEST_MESSAGE = 512;

    /** A letter that was refused before loses its older reason: the newest coordinates are those to look at. */
    public static DeadLetter of(byte[] value, Origin origin, EventRefused refused) {
        Headers headers = new RecordHeaders(origin.headers().toArray());
        put(headers, REASON, refused.refusal().tag());
        put(headers, MESSAGE, shortened(refused.getMessage()));
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        put(headers, TIMESTAMP, Long.toString(origin.timestamp()));
        return new DeadLetter(origin.key(), value, headers, origin.timestamp());
    }

    /** For whoever watches: where it stood and why it was refused. */
    public Happenings.DeadRecord told() {
        return new Happenings.DeadRecord(
                text(TOPIC),
                Integer.parseInt(text(PARTITION)),
                Long.parseLong(text(OFFSET)),
                text(REASON),
                text(MESSAGE));
    }

    private String text(String header) {
        return new String(headers.lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String text) {
        headers.remove(name);
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String shortened(String message) {
        if (message.length() <= LONGEST_MESSAGE) {
            return message;
        }
        int end = LONGEST_MESSAGE - 3;
        if (Character.isHighSurrogate(message.charAt(end - 1))) {
            end--;
        }
        return message.substring(0, end) + "...";
    }
}
