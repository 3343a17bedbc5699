// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON in memory. */
final class Json {

    // With a codec, for the records of the drift topic.
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @FunctionalInterface
    interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = MAPPER.createGenerator(bytes)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
        return bytes.toByteArray();
    }
}
