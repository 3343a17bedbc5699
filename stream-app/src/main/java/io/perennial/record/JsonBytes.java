// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
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
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .rootValueSeparator((String) null) // a writer's values do not stay together
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private static final ThreadLocal<Writer> WRITER = ThreadLocal.withInitial(Writer::new);

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

    /** Buffers for one value after another. */
    private static final class Writer {

        private final ByteArrayBuilder bytes = new ByteArrayBuilder(512);
        private final JsonGenerator json;
        private boolean busy;

        Writer() {
            try {
                json = FACTORY.createGenerator(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // nothing is written yet
            }
        }

        byte[] write(Body body) {
            busy = true;
            try {
                body.writeTo(json);
                json.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail to take bytes
            }
            byte[] value = bytes.toByteArray();
            bytes.reset();
            busy = false;
            return value;
        }
    }

    public static byte[] write(Body body) {
        Writer writer = WRITER.get();
        if (writer.busy) { // with a value around this one, or with one that failed
            WRITER.remove();
            writer = WRITER.get();
        }
        return writer.write(body);
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
        number(json, value);
    }

    private static void number(JsonGenerator json, float value) throws IOException {
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

    /** The same of a name that has been encoded, which what leaves for every event has. */
    public static void number(JsonGenerator json, SerializedString key, float value) throws IOException {
        json.writeFieldName(key);
        number(json, value);
    }

    public static void number(JsonGenerator json, SerializedString key, long value) throws IOException {
        json.writeFieldName(key);
        json.writeNumber(value);
    }

    public static void numbers(JsonGenerator json, SerializedString key, float[] values) throws IOException {
        json.writeFieldName(key);
        numbers(json, values);
    }

    public static void numbers(JsonGenerator json, String key, float[] values) throws IOException {
        json.writeFieldName(key);
        numbers(json, values);
    }

    private static void numbers(JsonGenerator json, float... values) throws IOException {
        json.writeStartArray();
        for (float value : values) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    public static void text(JsonGenerator json, SerializedString key, String value) throws IOException {
        json.writeFieldName(key);
        json.writeString(value);
    }

    public static void truth(JsonGenerator json, SerializedString key, boolean value) throws IOException {
        json.writeFieldName(key);
        json.writeBoolean(value);
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
