// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

/** The events of a recorded stream, converted to float32 when they are asked for. */
interface Rows {

    /** Number of events. */
    int size();

    /** Shape of one event as recorded. */
    int[] shape();

    /** Copies the values of one event, row-major. */
    void copy(int row, float[] into, int at);

    /** No value is below it; negative infinity where the format does not say. */
    default float minimum() {
        return Float.NEGATIVE_INFINITY;
    }

    /** No value is above it; infinity where the format does not say. */
    default float maximum() {
        return Float.POSITIVE_INFINITY;
    }

    /** Number of values of one event. */
    default int length() {
        int length = 1;
        for (int extent : shape()) {
            length *= extent;
        }
        return length;
    }

    /** Values that are in memory already. */
    record Floats(float[] values, int size, int... shape) implements Rows {
        @Override
        public void copy(int row, float[] into, int at) {
            int length = length();
            System.arraycopy(values, row * length, into, at, length);
        }
    }

    /** Bytes, scaled by 1/255 as image models expect them. */
    record Bytes(byte[] values, int start, int size, int... shape) implements Rows {

        @Override
        public float minimum() {
            return 0;
        }

        @Override
        public float maximum() {
            return 1;
        }

        @Override
        public void copy(int row, float[] into, int at) {
            int length = length();
            int from = start + row * length;
            for (int i = 0; i < length; i++) {
                into[at + i] = Byte.toUnsignedInt(values[from + i]) / 255f;
            }
        }
    }

    /** The events of one recording, then those of another of the same shape. */
    record Joined(Rows first, Rows second) implements Rows {

        @Override
        public int size() {
            return Math.addExact(first.size(), second.size());
        }

        @Override
        public int[] shape() {
            return first.shape();
        }

        @Override
        public void copy(int row, float[] into, int at) {
            if (row < first.size()) {
                first.copy(row, into, at);
            } else {
                second.copy(row - first.size(), into, at);
            }
        }
    }
}
