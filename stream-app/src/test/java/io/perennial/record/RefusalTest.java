// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import static io.perennial.record.Records.CONTRACT;
import static io.perennial.record.Records.FLAT;
import static io.perennial.record.Records.VALUES;
import static io.perennial.record.Records.decoder;
import static io.perennial.record.Records.littleEndian;
import static io.perennial.record.Records.origin;
import static io.perennial.record.Records.utf8;
import static io.perennial.record.Records.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perennial.store.InputContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {

    private static EventRefused refused(byte[] value, Origin origin) {
        return catchThrowableOfType(EventRefused.class, () -> decoder().decode(value, origin));
    }

    private static EventRefused refused(String json) {
        return refused(utf8(json), origin());
    }

    static List<Arguments> payloads() {
        List<Arguments> all = new ArrayList<>();
        add(all, Refusal.EMPTY, "", " \n ");
        add(all, Refusal.NOT_JSON, "hello", "{\"features\": [1, 2", "[1, 2, 3, 4, 5, 6.5", "[1 2]", "]", "{]");
        add(all, Refusal.NOT_JSON, FLAT + "x", FLAT + FLAT, FLAT + " null", "[1, 2, 3, 4, 5, 01]", "[1,,2,3,4,5]");
        add(all, Refusal.NOT_JSON, "{\"features\": " + FLAT + ", \"features\": " + FLAT + "}");
        add(all, Refusal.NOT_JSON, "{\"a\": 1, \"a\": 2, \"features\": " + FLAT + "}", "\u0000\u0001\u0002");
        add(all, Refusal.BEYOND_LIMITS, "{\"a\": " + "[".repeat(40) + "]".repeat(40) + ", \"features\": " + FLAT + "}");
        add(all, Refusal.BEYOND_LIMITS, "[1, 2, 3, 4, 5, 0." + "1".repeat(500) + "]");
        add(all, Refusal.MISSING_VALUES, "{}", "null", "7", "\"text\"", "true", "{\"height\": 1, \"width\": 2}");
        add(all, Refusal.MISSING_VALUES, "{\"features\": {\"a\": 1}}", "{\"x\": 1}", "{\"inputs\": 3}");
        add(all, Refusal.MISSING_VALUES, "{\"features\": " + FLAT + ", \"data\": " + FLAT + "}", "{\"inputs\": []}");
        add(all, Refusal.MISSING_VALUES, v2("{\"name\": \"x\"}"), v2("{\"data\": {}}"), v2("[1, 2]"), v2("null"));
        add(all, Refusal.MISSING_VALUES, v2("{\"name\": \"x\", \"shape\": [1,2,3], \"datatype\": \"FP32\"}"));
        add(all, Refusal.UNKNOWN_INPUT, v2("[1,2,3]", "FP32", FLAT).replace("\"x\"", "\"y\""));
        add(all, Refusal.UNKNOWN_INPUT, v2("[1,2,3]", "FP32", FLAT).replace("}]}", "}, {}]}"));
        add(all, Refusal.WRONG_DATATYPE, v2("[1,2,3]", "BYTES", FLAT), v2("[1,2,3]", "INT8", FLAT));
        add(all, Refusal.WRONG_DATATYPE, v2("[1,2,3]", "UINT8", "[1,2,3,4,5,256]"));
        add(all, Refusal.WRONG_DATATYPE, v2("[1,2,3]", "UINT8", "[1,2,3,4,5,-1]"));
        add(all, Refusal.WRONG_SHAPE, "[]", "[1]", "[1,2,3,4,5,6,7]", "[[1,2],[3,4],[5,6]]", "[[1,2,3],[4,5]]");
        add(all, Refusal.WRONG_SHAPE, "[[1,2,3],4,5,6]", "[1,2,3,[4,5,6]]", "[[1,2,3,4,5,6]]", "[[[[1]]]]", "[[],[]]");
        add(all, Refusal.WRONG_SHAPE, "[[[1,2,3]],[[4,5,6]]]", "{\"features\": [1, 2]}");
        add(all, Refusal.WRONG_SHAPE, v2("[2,3,1]", "FP32", FLAT), v2("[6]", "FP32", FLAT), v2("[]", "FP32", FLAT));
        add(all, Refusal.WRONG_SHAPE, v2("[2,2,3]", "FP32", FLAT), v2("[1,1,2,3]", "FP32", FLAT));
        add(all, Refusal.WRONG_SHAPE, v2("[-1,2,3]", "FP32", FLAT), v2("[1.0,2,3]", "FP32", FLAT));
        add(all, Refusal.WRONG_SHAPE, v2("[99999999999,2,3]", "FP32", FLAT), v2("[1,2,3]", "FP32", "[1]"));
        add(all, Refusal.NOT_A_NUMBER, "[NaN,2,3,4,5,6]", "[1,2,Infinity,4,5,6]", "[1,2,-Infinity,4,5,6]");
        add(all, Refusal.NOT_A_NUMBER, "[1e39,2,3,4,5,6]", "[1e400,2,3,4,5,6]", "[1" + "0".repeat(50) + ",2,3,4,5,6]");
        add(all, Refusal.NOT_A_NUMBER, "[null,2,3,4,5,6]", "[\"1\",2,3,4,5,6]", "[true,2,3,4,5,6]", "[{},2,3,4,5,6]");
        add(all, Refusal.BAD_ID, "{\"id\": \"\", \"x\": " + FLAT + "}", "{\"id\": {}, \"x\": " + FLAT + "}");
        add(all, Refusal.BAD_ID, "{\"id\": 1.5, \"x\": " + FLAT + "}", "{\"id\": \"a\\nb\", \"x\": " + FLAT + "}");
        add(all, Refusal.BAD_ID, "{\"id\": \"" + "i".repeat(257) + "\", \"x\": " + FLAT + "}");
        add(
                all,
                Refusal.BAD_ID,
                "{\"id\": \"a\\ud800b\", \"x\": " + FLAT + "}",
                "{\"id\": \"\\udc00\", \"x\": " + FLAT + "}");
        return all;
    }

    private static void add(List<Arguments> all, Refusal refusal, String... payloads) {
        for (String payload : payloads) {
            all.add(Arguments.of(refusal, payload));
        }
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void refusesEachBadPayloadForItsOwnReason(Refusal refusal, String payload) {
        EventRefused e = refused(payload);

        assertThat(e).isNotNull();
        assertThat(e.refusal()).as(e.getMessage()).isEqualTo(refusal);
        assertThat(e.getMessage()).startsWith("digits.events-3-42: ").contains(": expected ", ", got ", "; ");
        assertThat(e.getStackTrace()).isEmpty();
    }

    @Test
    void refusesTombstonesAndOversizedPayloads() {
        assertThat(refused(null, origin()).refusal()).isEqualTo(Refusal.TOMBSTONE);
        assertThat(refused(new byte[1001], origin()).refusal()).isEqualTo(Refusal.OVERSIZED);
        assertThat(refused(new byte[1000], origin()).refusal()).isEqualTo(Refusal.NOT_JSON);
    }

    @Test
    void refusesUnknownContentTypes() {
        for (String type : new String[] {"text/csv", "", "application/jsonx", "\u0000"}) {
            EventRefused e = refused(utf8(FLAT), origin("content-type", type));

            assertThat(e.refusal()).isEqualTo(Refusal.UNKNOWN_CONTENT_TYPE);
        }
    }

    @Test
    void refusesRawFloatsThatDoNotFit() {
        byte[] bytes = littleEndian(VALUES);

        for (String shape :
                new String[] {"6", "3,2", "2,2,3", "1,1,2,3", "", ",", "2,3,", "2x3", "-2,3", "9999999999,3"}) {
            EventRefused e = refused(bytes, origin("content-type", "application/x-float32", "shape", shape));

            assertThat(e.refusal()).as(shape).isEqualTo(Refusal.WRONG_SHAPE);
        }
        Origin fitting = origin("content-type", "application/x-float32", "shape", "2,3");
        assertThat(refused(new byte[23], fitting).refusal()).isEqualTo(Refusal.WRONG_SHAPE);
        assertThat(refused(new byte[28], fitting).refusal()).isEqualTo(Refusal.WRONG_SHAPE);
        assertThat(refused(bytes, origin("content-type", "application/octet-stream"))
                        .getMessage())
                .contains("no header \"shape\"");
        assertThat(refused(littleEndian(1, 2, Float.NaN, 4, 5, 6), fitting).refusal())
                .isEqualTo(Refusal.NOT_A_NUMBER);
    }

    @Test
    void refusesIdsThatNoTopicCouldCarry() {
        Origin bytes = origin();
        bytes.headers().add(EventId.HEADER, new byte[] {(byte) 0xC3, (byte) 0x28});

        assertThat(refused(utf8(FLAT), bytes).refusal()).isEqualTo(Refusal.BAD_ID);
        assertThat(refused(utf8(FLAT), origin(EventId.HEADER, "a\u0007b")).refusal())
                .isEqualTo(Refusal.BAD_ID);
        assertThat(refused(utf8(FLAT), origin(EventId.HEADER, " ")).refusal()).isEqualTo(Refusal.BAD_ID);
        assertThat(refused(utf8(FLAT), origin(EventId.HEADER, "i".repeat(257))).refusal())
                .isEqualTo(Refusal.BAD_ID);
    }

    @Test
    void saysWhatWasExpectedWhatCameAndWhatToDo() {
        assertThat(refused("[[1,2],[3,4],[5,6]]"))
                .hasMessage("digits.events-3-42: tensor shape does not match input \"x\": expected [2, 3] or a batch of"
                        + " one, got [3, 2]; send one event of 6 values per record");
    }

    @Test
    void namesTheValueThatIsOutOfRange() {
        EventDecoder decoder = new EventDecoder(new InputContract("x", CONTRACT.shape(), 0, 6), 1000);

        assertThat(catchThrowableOfType(EventRefused.class, () -> decoder.decode(utf8(FLAT), origin())))
                .hasMessage("digits.events-3-42: value 5 of input \"x\" is out of range: expected 0.0 to 6.0, got 6.5;"
                        + " scale events as in training")
                .extracting(EventRefused::refusal)
                .isEqualTo(Refusal.OUT_OF_RANGE);
    }

    @Test
    void hasKebabCaseTags() {
        assertThat(Refusal.values()).allSatisfy(r -> assertThat(r.tag()).matches("[a-z]+(-[a-z]+)*"));
        assertThat(Refusal.UNKNOWN_CONTENT_TYPE.tag()).isEqualTo("unknown-content-type");
    }
}
