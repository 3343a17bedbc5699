// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A float32 array of a .npy file, version 1, C order: as much as the reference results need. */
record Npy(float[] values, int... shape) {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    static Npy read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8);
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.US_ASCII);
        Matcher shape = SHAPE.matcher(header);
        if (!header.contains("'<f4'") || header.contains("'fortran_order': True") || !shape.find()) {
            throw new IOException("array refused: expected float32 in C order, got " + header + " [" + file + "]");
        }
        int[] extents = Arrays.stream(shape.group(1).split(","))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        bytes.position(10 + headerLength);
        var values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return new Npy(values, extents);
    }

    /** The entry at an index of the first dimension. */
    Npy at(int index) {
        int length = values.length / shape[0];
        return new Npy(
                Arrays.copyOfRange(values, index * length, (index + 1) * length),
                Arrays.copyOfRange(shape, 1, shape.length));
    }
}
