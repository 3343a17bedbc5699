// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The buffers of one value serve the next one. */
class JsonBytesTest {

    private static final SerializedString KEY = new SerializedString("a\"b");

    @Test
    void nothingStandsBetweenAValueAndTheNext() {
        assertThat(text(JsonBytes.write(json -> json.writeNumber(1)))).isEqualTo("1");
        assertThat(text(JsonBytes.write(json -> json.writeNumber(2)))).isEqualTo("2");
    }

    @Test
    void aValueStaysWhatItIsWhenTheNextIsWritten() {
        byte[] first = JsonBytes.write(json -> json.writeString("x".repeat(10_000)));
        JsonBytes.write(json -> json.writeString("y".repeat(10_000)));
        assertThat(text(first)).isEqualTo('"' + "x".repeat(10_000) + '"');
    }

    @Test
    void aValueMayBeWrittenWithinAnother() {
        var inner = new AtomicReference<byte[]>();
        byte[] outer = JsonBytes.write(json -> {
            json.writeStartArray();
            json.writeNumber(1);
            inner.set(JsonBytes.write(within -> within.writeString("inner")));
            json.writeNumber(2);
            json.writeEndArray();
        });
        assertThat(text(inner.get())).isEqualTo("\"inner\"");
        assertThat(text(outer)).isEqualTo("[1,2]");
    }

    @Test
    void oneThatFailedLeavesNothingToTheNext() {
        for (RuntimeException failure : new RuntimeException[] {
            new IllegalStateException("in the middle"), new UncheckedIOException(new IOException("in the middle"))
        }) {
            assertThatThrownBy(() -> JsonBytes.write(json -> {
                        json.writeStartObject();
                        json.writeFieldName("left");
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(text(JsonBytes.write(json -> json.writeBoolean(true)))).isEqualTo("true");
        }
    }

    @Test
    void encodedNamesAreWrittenAsOthersAre() {
        byte[] value = JsonBytes.write(json -> {
            json.writeStartObject();
            JsonBytes.text(json, KEY, "ä");
            JsonBytes.number(json, KEY, 7);
            JsonBytes.number(json, KEY, Float.NaN);
            JsonBytes.number(json, KEY, 0.1f);
            JsonBytes.numbers(json, KEY, new float[] {1, 2});
            JsonBytes.truth(json, KEY, true);
            json.writeEndObject();
        });
        assertThat(text(value))
                .isEqualTo("{'ab':'ä','ab':7,'ab':null,'ab':0.1,'ab':[1.0,2.0],'ab':true}"
                        .replace('\'', '"')
                        .replace("ab", "a\\\"b"));
    }

    private static String text(byte... json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
