// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;

/** How an event is written. */
enum Payload {
    /** {@code application/x-float32} with a header for its shape. */
    BINARY {
        @Override
        byte[] write(float... values) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            return bytes.array();
        }

        @Override
        void describe(int length, Headers headers) {
            headers.add("content-type", "application/x-float32".getBytes(UTF_8))
                    .add("shape", Integer.toString(length).getBytes(UTF_8));
        }
    },

    /** An object with an array of numbers. */
    JSON {
        @Override
        byte[] write(float... values) {
            return ("{\"features\":" + Arrays.toString(values) + "}").getBytes(UTF_8);
        }

        @Override
        void describe(int length, Headers headers) {
            // no header: JSON is what comes without
        }
    };

    abstract byte[] write(float... values);

    abstract void describe(int length, Headers headers);

    /** Its name in tables and topics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
