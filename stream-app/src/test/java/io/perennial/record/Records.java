// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.store.InputContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records and contracts that the tests of this package share. */
final class Records {

    /** Two rows of three, any finite value. */
    static final InputContract CONTRACT =
            new InputContract("x", new int[] {2, 3}, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);

    static final float[] VALUES = {1, 2, 3, 4, 5, 6.5f};

    static final String FLAT = "[1, 2, 3, 4, 5, 6.5]";
    static final String NESTED = "[[1, 2, 3], [4, 5, 6.5]]";

    private Records() {}

    static EventDecoder decoder() {
        return new EventDecoder(CONTRACT, 1000);
    }

    /** Headers as name, value, name, value. */
    static Origin origin(String... headers) {
        RecordHeaders all = new RecordHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], utf8(headers[i + 1]));
        }
        return new Origin("digits.events", 3, 42, 1_700_000_000_000L, utf8("key"), all);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] littleEndian(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static String v2(String input) {
        return "{\"id\": \"v\", \"inputs\": [" + input + "]}";
    }

    static String v2(String shape, String datatype, String data) {
        return v2("{\"name\": \"x\", \"shape\": " + shape + ", \"datatype\": \"" + datatype + "\", \"data\": " + data
                + "}");
    }
}
