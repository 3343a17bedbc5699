// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static io.perennial.record.Records.CONTRACT;
import static io.perennial.record.Records.FLAT;
import static io.perennial.record.Records.NESTED;
import static io.perennial.record.Records.VALUES;
import static io.perennial.record.Records.decoder;
import static io.perennial.record.Records.littleEndian;
import static io.perennial.record.Records.origin;
import static io.perennial.record.Records.utf8;
import static io.perennial.record.Records.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.store.InputContract;
import io.perennial.store.Standardisation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                FLAT,
                NESTED,
                "[" + NESTED + "]",
                "  " + FLAT + "\n",
                "{\"features\": " + FLAT + "}",
                "{\"data\": " + NESTED + "}",
                "{\"x\": " + FLAT + ", \"sensor\": {\"room\": [1, {}]}, \"time\": 1.5}",
                "{\"sensor\": null, \"features\": [1e0, 20e-1, 3.0, 4, 5.000, 65E-1]}"
            })
    void readsArraysAndObjects(String json) throws EventRefused {
        assertThat(decoder().decode(utf8(json), origin()).values()).containsExactly(VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2, 3]", "[2, 3]"})
    void readsOpenInferenceRequests(String shape) throws EventRefused {
        for (String data : new String[] {FLAT, NESTED, "[" + NESTED + "]"}) {
            Event event = decoder().decode(utf8(v2(shape, "FP32", data)), origin());

            assertThat(event.values()).containsExactly(VALUES);
            assertThat(event.id()).isEqualTo("v");
        }
    }

    @Test
    void readsOpenInferenceKeysInAnyOrder() throws EventRefused {
        String request = "{\"parameters\": {\"a\": 1}, \"outputs\": [{\"name\": \"y\"}], \"inputs\": [{\"data\": "
                + FLAT + ", \"parameters\": {}, \"datatype\": \"FP64\", \"shape\": [1, 2, 3], \"name\": \"x\"}]}";

        assertThat(decoder().decode(utf8(request), origin()).values()).containsExactly(VALUES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64", "FP32", "FP64"})
    void readsIntegerTensors(String datatype) throws EventRefused {
        byte[] request = utf8(v2("[1, 2, 3]", datatype, "[0, 1, 2, 3, 4, 127]"));

        assertThat(decoder().decode(request, origin()).values()).containsExactly(0, 1, 2, 3, 4, 127);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2,3", "1,2,3", " 1, 2 ,3 "})
    void readsRawFloats(String shape) throws EventRefused {
        for (String type : new String[] {"application/x-float32", "application/octet-stream"}) {
            Origin origin = origin("content-type", type, "shape", shape);

            assertThat(decoder().decode(littleEndian(VALUES), origin).values()).containsExactly(VALUES);
        }
    }

    @Test
    void ignoresContentTypeParametersAndCase() throws EventRefused {
        Origin origin = origin("content-type", "Application/JSON ; charset=utf-8");

        assertThat(decoder().decode(utf8(FLAT), origin).values()).containsExactly(VALUES);
    }

    @Test
    void readsAModelWhoseInputIsCalledInputs() throws EventRefused {
        EventDecoder decoder = new EventDecoder(new InputContract("inputs", new int[] {2}, -9, 9), 1000);

        assertThat(decoder.decode(utf8("{\"inputs\": [1, 2]}"), origin()).values())
                .containsExactly(1, 2);
        assertThat(decoder.decode(utf8("{\"inputs\": [[1, 2]]}"), origin()).values())
                .containsExactly(1, 2);
        assertThat(decoder.decode(
                                utf8(v2("{\"name\":\"inputs\",\"shape\":[2],\"datatype\":\"FP32\",\"data\":[1,2]}")),
                                origin())
                        .values())
                .containsExactly(1, 2);
    }

    @Test
    void readsAModelWithOneScalar() throws EventRefused {
        EventDecoder decoder = new EventDecoder(new InputContract("x", new int[] {}, -9, 9), 1000);

        assertThat(decoder.decode(utf8("[0.5]"), origin()).values()).containsExactly(0.5f);
    }

    @Test
    void readsAnyUnicodeEncodingOfJson() throws EventRefused {
        assertThat(decoder()
                        .decode(FLAT.getBytes(StandardCharsets.UTF_16LE), origin())
                        .values())
                .containsExactly(VALUES);
        assertThat(decoder().decode(utf8("\uFEFF" + FLAT), origin()).values()).containsExactly(VALUES);
    }

    @Test
    void namesAnEventByHeaderThenPayloadThenCoordinates() throws EventRefused {
        byte[] named = utf8("{\"id\": \"from-payload\", \"features\": " + FLAT + "}");
        byte[] numbered = utf8("{\"id\": 17, \"features\": " + FLAT + "}");
        byte[] unnamed = utf8("{\"id\": null, \"features\": " + FLAT + "}");

        assertThat(decoder().decode(named, origin(EventId.HEADER, "größe-1")).id())
                .isEqualTo("größe-1");
        assertThat(decoder()
                        .decode(utf8("{\"id\": \"\\ud83d\\ude00!\", \"features\": " + FLAT + "}"), origin())
                        .id())
                .isEqualTo("😀!");
        assertThat(decoder().decode(named, origin()).id()).isEqualTo("from-payload");
        assertThat(decoder().decode(numbered, origin()).id()).isEqualTo("17");
        assertThat(decoder().decode(unnamed, origin()).id()).isEqualTo("digits.events-3-42");
    }

    @Test
    void keepsTheOrigin() throws EventRefused {
        Origin origin = origin("trace", "abc");

        assertThat(decoder().decode(utf8(FLAT), origin).origin()).isSameAs(origin);
    }

    @Test
    void acceptsTheLimitsOfTheRange() throws EventRefused {
        EventDecoder decoder = new EventDecoder(new InputContract("x", CONTRACT.shape(), 1, 6.5f), 1000);

        assertThat(decoder.decode(utf8(FLAT), origin()).values()).containsExactly(VALUES);
    }

    @Test
    void standardisesWhatWasInRangeAsItCame() throws EventRefused {
        EventDecoder decoder = new EventDecoder(standardised(0, 10, 5, 5), 1000);

        assertThat(decoder.decode(utf8("[0, 10]"), origin()).values()).containsExactly(-1, 1);
        assertThat(decoder.decode(littleEndian(5, 10), origin("content-type", "application/x-float32", "shape", "2"))
                        .values())
                .containsExactly(0, 1);
        assertThatThrownBy(() -> decoder.decode(utf8("[-1, 1]"), origin()))
                .isInstanceOf(EventRefused.class)
                .hasMessageContaining("expected 0.0 to 10.0, got -1.0");
    }

    @Test
    void refusesAnEventThatIsInfiniteOnceStandardised() {
        EventDecoder decoder =
                new EventDecoder(standardised(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, 0, 1e-3f), 1000);

        assertThatThrownBy(() -> decoder.decode(utf8("[1, 3e38]"), origin()))
                .isInstanceOf(EventRefused.class)
                .hasMessageContaining("value 1 of input \"x\" is out of range")
                .hasMessageContaining("a finite float32 once standardised, got Infinity");
    }

    private static InputContract standardised(float minimum, float maximum, float mean, float deviation) {
        Standardisation known = new Standardisation(new float[] {mean}, new float[] {deviation});
        return new InputContract("x", new int[] {2}, minimum, maximum, Optional.of(known));
    }
}
