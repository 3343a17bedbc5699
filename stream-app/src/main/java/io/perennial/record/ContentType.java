// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The payload formats, chosen by the record header {@code content-type}; parameters such as a charset are ignored. */
enum ContentType {
    JSON,
    FLOAT32;

    static final String HEADER = "content-type";

    private static final byte[] USUAL = "application/x-float32".getBytes(StandardCharsets.UTF_8);

    /** JSON where the header is absent. */
    static ContentType of(Headers headers) throws EventRefused {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return JSON;
        }
        if (Arrays.equals(header.value(), USUAL)) {
            return FLOAT32;
        }
        String text = new String(header.value(), StandardCharsets.UTF_8);
        int parameters = text.indexOf(';');
        String type = (parameters < 0 ? text : text.substring(0, parameters)).strip();
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "application/json" -> JSON;
            case "application/x-float32", "application/octet-stream" -> FLOAT32;
            default ->
                throw EventRefused.because(
                        Refusal.UNKNOWN_CONTENT_TYPE,
                        "header content-type is not understood",
                        "application/json, application/x-float32 or application/octet-stream",
                        Quoted.of(type),
                        "send one of these, or leave the header out for JSON");
        };
    }
}
