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
        public void copy(int row, float[] into, int at) {
            int length = length();
            int from = start + row * length;
            for (int i = 0; i < length; i++) {
                into[at + i] = Byte.toUnsignedInt(values[from + i]) / 255f;
            }
        }
    }
}
