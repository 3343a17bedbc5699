// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array in NumPy's NPY format, version 1.0 to 3.0 (numpy.lib.format): little-endian, C order, of float32, float64,
 * int32, int64, uint8 or bool.
 *
 * @param shape empty for a scalar
 * @param type NumPy's descriptor, for example {@code <f4}
 * @param data the values, positioned at the first; not copied
 */
public record Npy(int[] shape, String type, ByteBuffer data) {

    private static final int LONGEST_QUOTE = 200;
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr':\\s*'([^']+)',\\s*'fortran_order':\\s*(True|False),\\s*'shape':\\s*\\(([0-9, ]*)\\),?\\s*\\}\\s*");

    /** Reads a whole file. */
    public static Npy read(byte[] file) {
        if (file.length < 10 || !Arrays.equals(MAGIC, Arrays.copyOf(file, MAGIC.length))) {
            throw refused("a file that starts with \\x93NUMPY", "other bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean wide = file[6] >= 2;
        if (wide && file.length < 12) {
            throw refused("a header", "a file of " + file.length);
        }
        long headerLength = wide ? Integer.toUnsignedLong(buffer.getInt(8)) : Short.toUnsignedInt(buffer.getShort(8));
        int headerStart = wide ? 12 : 10;
        if (headerStart + headerLength > file.length) {
            throw refused("a header of " + headerLength + " bytes", "a file of " + file.length);
        }
        String header = new String(file, headerStart, (int) headerLength, StandardCharsets.UTF_8);
        Matcher fields = HEADER.matcher(header);
        if (!fields.matches() || fields.group(2).equals("True")) {
            throw refused("descr, fortran_order False and shape", quote(header.strip()));
        }
        String type = fields.group(1);
        int[] shape = Arrays.stream(fields.group(3).split(","))
                .map(String::strip)
                .filter(extent -> !extent.isEmpty())
                .mapToInt(Npy::extent)
                .toArray();
        long values = 1;
        for (int extent : shape) {
            values = Math.min(values * extent, Integer.MAX_VALUE);
        }
        long bytes = values * width(type);
        int start = headerStart + (int) headerLength;
        if (bytes != file.length - start) {
            throw refused(
                    bytes + " bytes for " + quote(Arrays.toString(shape)) + " of " + type, "" + (file.length - start));
        }
        return new Npy(shape, type, buffer.position(start).slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static int extent(String text) {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw refused("extents from 0 to 2^31 - 1", quote(text));
        }
        return Integer.parseInt(text);
    }

    private static String quote(String text) {
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }

    private static int width(String type) {
        return switch (type) {
            case "<f4", "<i4" -> 4;
            case "<f8", "<i8" -> 8;
            case "|u1", "|b1" -> 1;
            default -> throw refused("one of <f4 <f8 <i4 <i8 |u1 |b1", quote(type));
        };
    }

    /** Number of values. */
    public int length() {
        return data.remaining() / width(type);
    }

    /** All values as float32, row-major. */
    public float[] floats() {
        return floats(0, length());
    }

    /** A run of values as float32, so that a large file is converted piece by piece. */
    public float[] floats(int from, int count) {
        float[] values = new float[count];
        if (type.equals("<f4")) {
            data.asFloatBuffer().get(from, values);
            return values;
        }
        for (int i = 0; i < count; i++) {
            values[i] = (float) number(from + i);
        }
        return values;
    }

    /** All values as whole numbers, row-major. */
    public int[] ints() {
        int[] values = new int[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) number(i);
        }
        return values;
    }

    private double number(int i) {
        return switch (type) {
            case "<f4" -> data.getFloat(4 * i);
            case "<f8" -> data.getDouble(8 * i);
            case "<i4" -> data.getInt(4 * i);
            case "<i8" -> data.getLong(8 * i);
            default -> Byte.toUnsignedInt(data.get(i));
        };
    }

    private static IllegalArgumentException refused(String expected, String got) {
        return new IllegalArgumentException("NPY file refused: expected " + expected + ", got " + got);
    }
}
