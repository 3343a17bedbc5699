// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.kafka.common.errors.SerializationException;

/** JSON straight to bytes, and back for consumers. What is not known is a JSON null, never a quoted NaN. */
public final class JsonBytes {

    // The fast writer prints the shortest decimal that gives the float back, the same on every JDK.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    // A newer writer may add keys: a reader passes over them.
    private static final ObjectMapper READER = new ObjectMapper()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .registerModule(new SimpleModule().addDeserializer(float.class, new NullableFloat()));

    private JsonBytes() {}

    /** Writes one JSON value. */
    public interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    public static byte[] write(Body body) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(512);
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            body.writeTo(json);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
    }

    public static <T> T read(byte[] value, Class<T> type) {
        try {
            return READER.readValue(value, type);
        } catch (IOException e) {
            throw new SerializationException(
                    type.getSimpleName() + " refused: expected its JSON, got " + value.length
                            + " bytes of something else; check the topic and publish.format",
                    e);
        }
    }

    /** A number, or null where it is not finite. */
    public static void number(JsonGenerator json, String key, float value) throws IOException {
        json.writeFieldName(key);
        if (Float.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    /** The same in double precision. */
    public static void number(JsonGenerator json, String key, double value) throws IOException {
        json.writeFieldName(key);
        if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeNull();
        }
    }

    public static void numbers(JsonGenerator json, String key, float[] values) throws IOException {
        json.writeArrayFieldStart(key);
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static final class NullableFloat extends StdDeserializer<Float> {

        NullableFloat() {
            super(float.class);
        }

        @Override
        public Float deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return json.getFloatValue();
        }

        @Override
        public Float getNullValue(DeserializationContext context) {
            return Float.NaN;
        }
    }
}
