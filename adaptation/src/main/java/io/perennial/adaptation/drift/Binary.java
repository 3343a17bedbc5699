// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Arrays with their lengths; a length that does not fit what is read into is refused. Whole arrays at once, since a batch waits for it. */
final class Binary {

    private static final int MOST = 1 << 24;
    /** Of an array whose values are not there yet: a length is only a claim. */
    private static final int MOST_AHEAD = 1024;

    private Binary() {}

    static void write(DataOutput out, double... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Double.BYTES * values.length);
        bytes.putInt(values.length).asDoubleBuffer().put(values);
        out.write(bytes.array());
    }

    static void write(DataOutput out, float... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Float.BYTES * values.length);
        bytes.putInt(values.length).asFloatBuffer().put(values);
        out.write(bytes.array());
    }

    static void write(DataOutput out, int... values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + Integer.BYTES * values.length);
        bytes.putInt(values.length).asIntBuffer().put(values);
        out.write(bytes.array());
    }

    static void read(DataInput in, double... into) throws IOException {
        expect(in.readInt(), into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readDouble();
        }
    }

    static void read(DataInput in, float... into) throws IOException {
        expect(in.readInt(), into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readFloat();
        }
    }

    static void read(DataInput in, int... into) throws IOException {
        expect(in.readInt(), into.length);
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readInt();
        }
    }

    static double[] doubles(DataInput in) throws IOException {
        int length = length(in);
        double[] values = new double[Math.min(length, MOST_AHEAD)];
        for (int i = 0; i < length; i++) {
            values = i < values.length ? values : Arrays.copyOf(values, Math.min(length, 2 * i));
            values[i] = in.readDouble();
        }
        return values;
    }

    static float[] floats(DataInput in) throws IOException {
        int length = length(in);
        float[] values = new float[Math.min(length, MOST_AHEAD)];
        for (int i = 0; i < length; i++) {
            values = i < values.length ? values : Arrays.copyOf(values, Math.min(length, 2 * i));
            values[i] = in.readFloat();
        }
        return values;
    }

    /** A whole number from 0 to the most. */
    static int count(DataInput in, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw new IOException("drift state refused: expected a count of 0 to " + most + ", got " + count);
        }
        return count;
    }

    private static int length(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST) {
            throw new IOException("drift state refused: expected an array of 0 to " + MOST + " values, got " + length);
        }
        return length;
    }

    private static void expect(int got, int expected) throws IOException {
        if (got != expected) {
            throw new IOException("drift state refused: expected " + expected + " values, got " + got);
        }
    }
}
