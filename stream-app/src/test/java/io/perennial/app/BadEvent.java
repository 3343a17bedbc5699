// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.record.Refusal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Every way in which a record is no digit. */
enum BadEvent {
    TOMBSTONE(Refusal.TOMBSTONE, (byte[]) null),
    EMPTY(Refusal.EMPTY, ""),
    WHITE_SPACE(Refusal.EMPTY, " \n"),
    OVERSIZED(Refusal.OVERSIZED, " ".repeat(BadEvent.MAX_BYTES + 1)),
    UNKNOWN_CONTENT_TYPE(Refusal.UNKNOWN_CONTENT_TYPE, "<digit/>", "content-type", "text/xml"),
    NOT_JSON(Refusal.NOT_JSON, "{not json"),
    CUT_OFF(Refusal.NOT_JSON, "[0.5, 0.5"),
    BINARY(Refusal.NOT_JSON, new byte[] {(byte) 0xff, 0, (byte) 0xfe}),
    NESTED(Refusal.BEYOND_LIMITS, "{\"trace\": " + "[".repeat(1500)),
    MISSING_VALUES(Refusal.MISSING_VALUES, "{\"id\": \"a\"}"),
    UNKNOWN_INPUT(
            Refusal.UNKNOWN_INPUT,
            "{\"inputs\": [{\"name\": \"sound\", \"shape\": [1], \"datatype\": \"FP32\", \"data\": [1]}]}"),
    WRONG_DATATYPE(
            Refusal.WRONG_DATATYPE,
            "{\"inputs\": [{\"name\": \"image\", \"shape\": [1], \"datatype\": \"BYTES\", \"data\": [\"a\"]}]}"),
    TOO_SHORT(Refusal.WRONG_SHAPE, "[0.5, 0.5]"),
    TOO_LONG_RAW(Refusal.WRONG_SHAPE, raw(65, 0.5f), "content-type", "application/x-float32", "shape", "65"),
    NULL_VALUE(Refusal.NOT_A_NUMBER, "[" + "0.5,".repeat(63) + "null]"),
    NOT_A_NUMBER(Refusal.NOT_A_NUMBER, raw(64, Float.NaN), "content-type", "application/x-float32", "shape", "1,8,8"),
    INFINITE(
            Refusal.NOT_A_NUMBER,
            raw(64, Float.NEGATIVE_INFINITY),
            "content-type",
            "application/octet-stream",
            "shape",
            "1,8,8"),
    OVERFLOWING(Refusal.NOT_A_NUMBER, "[" + "0.5,".repeat(63) + "1e99]"),
    OUT_OF_RANGE(Refusal.OUT_OF_RANGE, "[" + "0.5,".repeat(63) + "255]"),
    BAD_ID(Refusal.BAD_ID, "[" + "0.5,".repeat(63) + "0.5]", "perennial-event-id", "a\u0000b");

    /** What the tests configure as {@code record.max-bytes}. */
    static final int MAX_BYTES = 4096;

    private final Refusal refusal;
    private final byte[] value;
    private final String[] headers;

    BadEvent(Refusal refusal, String value, String... headers) {
        this(refusal, value.getBytes(UTF_8), headers);
    }

    BadEvent(Refusal refusal, byte[] value, String... headers) {
        this.refusal = refusal;
        this.value = value;
        this.headers = headers;
    }

    Refusal refusal() {
        return refusal;
    }

    /** A copy, null for the tombstone. */
    byte[] value() {
        return value == null ? null : value.clone();
    }

    Headers headers() {
        Headers all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1].getBytes(UTF_8));
        }
        return all;
    }

    private static byte[] raw(int length, float last) {
        float[] values = new float[length];
        Arrays.fill(values, 0.5f);
        values[length - 1] = last;
        return littleEndian(values);
    }

    static byte[] littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
