// SPDX-License-Identifier: Apache-2.0
package io.perennial.digits;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A uint8 array of a NumPy file, format version 1.0, C order: all that the example's two files use. */
record UnsignedBytes(byte[] values, int... shape) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final Pattern HEADER = Pattern.compile(
            "\\{'descr': '\\|u1', 'fortran_order': False, 'shape': \\((\\d{1,6}(?:, \\d{1,6})*),?\\), \\}\\s*");

    static UnsignedBytes readNpy(byte[] file, int rank, String where) throws IOException {
        if (file.length < 10 || !Arrays.equals(MAGIC, 0, 8, file, 0, 8)) {
            throw refused(where, "a NumPy 1.0 file", file.length + " other bytes");
        }
        int start = 10 + (file[8] & 0xff) + ((file[9] & 0xff) << 8);
        String header = new String(file, 10, Math.min(start, file.length) - 10, StandardCharsets.ISO_8859_1);
        Matcher matcher = HEADER.matcher(header);
        if (!matcher.matches()) {
            throw refused(where, "a uint8 array in C order", header.strip());
        }
        int[] shape = Arrays.stream(matcher.group(1).split(", "))
                .mapToInt(Integer::parseInt)
                .toArray();
        long length = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        if (shape.length != rank || length != file.length - start) {
            throw refused(where, "rank " + rank + " and its bytes", header.strip() + " and " + (file.length - start));
        }
        return new UnsignedBytes(Arrays.copyOfRange(file, start, file.length), shape);
    }

    int extent(int dimension) {
        return shape[dimension];
    }

    String extents() {
        return Arrays.toString(shape);
    }

    private static IOException refused(String where, String expected, String got) {
        return new IOException("digits refused: expected " + expected + ", got " + got + " [" + where
                + "]; build the application again");
    }
}
