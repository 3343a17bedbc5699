// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.util.Arrays;
import java.util.Objects;

/** Values of one type with a shape, row-major; as many as the product of the extents. Arrays are not copied. */
public sealed interface Tensor {

    /** Extents; empty for a scalar. */
    int[] shape();

    /** Number of values. */
    int length();

    /** float32, safetensors F32. */
    record Floats(float[] values, int... shape) implements Tensor {
        public Floats {
            check(values.length, shape);
        }

        @Override
        public int length() {
            return values.length;
        }

        /** By content; floats by their bits' meaning, as {@link Float#equals}. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Floats that
                    && Arrays.equals(values, that.values)
                    && Arrays.equals(shape, that.shape);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(values), Arrays.hashCode(shape));
        }

        @Override
        public String toString() {
            return "float32 " + Arrays.toString(shape);
        }
    }

    /** int64, safetensors I64. */
    record Longs(long[] values, int... shape) implements Tensor {
        public Longs {
            check(values.length, shape);
        }

        @Override
        public int length() {
            return values.length;
        }

        /** By content. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Longs that
                    && Arrays.equals(values, that.values)
                    && Arrays.equals(shape, that.shape);
        }

        @Override
        public int hashCode() {
            return Objects.hash(Arrays.hashCode(values), Arrays.hashCode(shape));
        }

        @Override
        public String toString() {
            return "int64 " + Arrays.toString(shape);
        }
    }

    private static void check(int length, int... shape) {
        long expected = Arrays.stream(shape).anyMatch(extent -> extent == 0) ? 0 : 1;
        for (int extent : shape) {
            expected = extent < 0 || expected < 0 || expected > Integer.MAX_VALUE ? -1 : expected * extent;
        }
        if (expected != length) {
            throw new IllegalArgumentException(
                    "tensor refused: expected the values of " + Arrays.toString(shape) + ", got " + length);
        }
    }
}
