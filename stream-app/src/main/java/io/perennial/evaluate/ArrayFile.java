// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.golden.Npy;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An array file: NPY, or idx as MNIST is published in (yann.lecun.com/exdb/mnist: two zero bytes, type, number of
 * extents, big-endian extents, big-endian values).
 */
final class ArrayFile {

    private static final int IDX_UBYTE = 0x08;

    private final int[] shape;
    private final boolean bytes;
    private final byte[] raw;
    private final int start;
    private final Npy npy;
    private final double[] numbers;

    private ArrayFile(int[] shape, boolean bytes, byte[] raw, int start, Npy npy, double... numbers) {
        this.shape = shape;
        this.bytes = bytes;
        this.raw = raw;
        this.start = start;
        this.npy = npy;
        this.numbers = numbers;
    }

    static boolean isArray(byte... file) {
        return isNpy(file) || isIdx(file);
    }

    private static boolean isNpy(byte... file) {
        return file.length > 6 && (file[0] & 0xFF) == 0x93 && file[1] == 'N' && file[2] == 'U';
    }

    private static boolean isIdx(byte... file) {
        return file.length > 4 && file[0] == 0 && file[1] == 0 && file[2] >= 8 && file[2] <= 0x0E && file[3] > 0;
    }

    static ArrayFile read(byte... file) {
        return isNpy(file) ? npy(file) : idx(file);
    }

    private static ArrayFile npy(byte... file) {
        Npy npy = Npy.read(file);
        boolean bytes = npy.type().equals("|u1");
        int start = file.length - npy.data().remaining();
        return new ArrayFile(npy.shape(), bytes, file, start, npy);
    }

    private static ArrayFile idx(byte... file) {
        int extents = file[3];
        int start = 4 + 4 * extents;
        if (file.length < start) {
            throw refused("a header of " + start + " bytes", "a file of " + file.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(file);
        int[] shape = new int[extents];
        long values = 1;
        for (int i = 0; i < extents; i++) {
            shape[i] = buffer.getInt(4 + 4 * i);
            if (shape[i] < 0) {
                throw refused("extents below 2^31", Arrays.toString(shape));
            }
            values = Math.min(values * shape[i], Integer.MAX_VALUE);
        }
        int width = width(file[2]);
        if (values * width != file.length - start) {
            throw refused(
                    values * width + " bytes for " + Arrays.toString(shape), Integer.toString(file.length - start));
        }
        if (file[2] == IDX_UBYTE) {
            return new ArrayFile(shape, true, file, start, null);
        }
        double[] numbers = new double[(int) values];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(buffer, file[2], start + i * width);
        }
        return new ArrayFile(shape, false, file, start, null, numbers);
    }

    private static int width(int type) {
        return switch (type) {
            case IDX_UBYTE, 0x09 -> 1;
            case 0x0B -> 2;
            case 0x0C, 0x0D -> 4;
            case 0x0E -> 8;
            default -> throw refused("type 8, 9, 11, 12, 13 or 14", Integer.toString(type));
        };
    }

    private static double number(ByteBuffer from, int type, int at) {
        return switch (type) {
            case 0x09 -> from.get(at);
            case 0x0B -> from.getShort(at);
            case 0x0C -> from.getInt(at);
            case 0x0D -> from.getFloat(at);
            default -> from.getDouble(at);
        };
    }

    /** As events [N, ...]; unsigned bytes are scaled by 1/255. */
    Rows rows() {
        if (shape.length < 2) {
            throw new IllegalArgumentException(
                    "stream refused: expected events [N, ...], got an array of shape " + Arrays.toString(shape));
        }
        int[] event = Arrays.copyOfRange(shape, 1, shape.length);
        if (bytes) {
            return new Rows.Bytes(raw, start, shape[0], event);
        }
        return npy == null ? new Rows.Floats(floats(), shape[0], event) : new NpyRows(npy, shape[0], event);
    }

    private float[] floats() {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        return values;
    }

    /** As whole numbers, one for each event. */
    int[] ints() {
        if (shape.length != 1) {
            throw new IllegalArgumentException(
                    "file refused: expected one number for each event, got shape " + Arrays.toString(shape));
        }
        if (npy != null) {
            return npy.ints();
        }
        int[] values = new int[shape[0]];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes ? Byte.toUnsignedInt(raw[start + i]) : (int) numbers[i];
        }
        return values;
    }

    /** Converted piece by piece. */
    private record NpyRows(Npy npy, int size, int... shape) implements Rows {
        @Override
        public void copy(int row, float[] into, int at) {
            int length = length();
            System.arraycopy(npy.floats(row * length, length), 0, into, at, length);
        }
    }

    private static IllegalArgumentException refused(String expected, String got) {
        return new IllegalArgumentException("idx file refused: expected " + expected + ", got " + got);
    }
}
