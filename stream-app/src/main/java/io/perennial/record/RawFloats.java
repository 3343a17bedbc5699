// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.store.InputContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Events as raw little-endian float32, row-major, with the header {@code shape} such as {@code 1,8,8}. */
final class RawFloats {

    static final String SHAPE_HEADER = "shape";

    private final InputContract contract;
    private final byte[] usual;

    RawFloats(InputContract contract) {
        this.contract = contract;
        usual = Arrays.stream(contract.shape())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","))
                .getBytes(StandardCharsets.UTF_8);
    }

    float[] read(byte[] value, Headers headers) throws EventRefused {
        Header header = headers.lastHeader(SHAPE_HEADER);
        if (header == null || header.value() == null) {
            throw Shapes.refused(contract, "no header \"" + SHAPE_HEADER + "\"");
        }
        if (!Arrays.equals(header.value(), usual)) { // which is known to fit
            check(header.value());
        }
        if (value.length != Float.BYTES * contract.length()) {
            throw Shapes.refused(
                    contract, value.length + " bytes where " + Float.BYTES * contract.length() + " belong");
        }
        return finite(value);
    }

    private void check(byte... header) throws EventRefused {
        String text = new String(header, StandardCharsets.UTF_8);
        String[] parts = text.split(",", contract.shape().length + 2);
        int[] shape = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            shape[i] = extent(parts[i].strip(), text);
        }
        if (!Shapes.isOneEvent(shape, shape.length, contract)) {
            throw Shapes.refused(contract, "shape " + Quoted.of(text));
        }
    }

    private float[] finite(byte[] value) throws EventRefused {
        float[] values = new float[contract.length()];
        ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw EventRefused.because(
                        Refusal.NOT_A_NUMBER,
                        "value " + i + " of input \"" + contract.name() + "\" is not a number",
                        "a finite float32",
                        Float.toString(values[i]),
                        "send little-endian float32, and impute what is missing as in training");
            }
        }
        return values;
    }

    private int extent(String part, String whole) throws EventRefused {
        boolean digits = !part.isEmpty() && part.length() <= 9 && part.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw Shapes.refused(contract, "shape " + Quoted.of(whole));
        }
        return Integer.parseInt(part);
    }
}
