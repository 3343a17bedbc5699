// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.List;

/**
 * Where each trainable parameter lies in the flat vector.
 *
 * @param slices in file order, without gaps, starting at 0
 */
public record ParameterLayout(List<Slice> slices) {

    /**
     * One named parameter.
     *
     * @param name the initialiser's name in the ONNX file
     * @param offset of its first value in the flat vector
     * @param shape as in the ONNX file
     */
    public record Slice(String name, int offset, int... shape) {

        /** Number of values. */
        public int length() {
            int length = 1;
            for (int extent : shape) {
                length *= extent;
            }
            return length;
        }
    }

    public ParameterLayout {
        slices = List.copyOf(slices);
        int end = 0;
        for (Slice slice : slices) {
            if (slice.offset() != end) {
                throw new IllegalArgumentException("parameter layout refused: expected " + slice.name() + " at offset "
                        + end + ", got " + slice.offset());
            }
            end += slice.length();
        }
    }

    /** Number of values of the whole vector, P. */
    public int size() {
        return slices.isEmpty()
                ? 0
                : slices.get(slices.size() - 1).offset()
                        + slices.get(slices.size() - 1).length();
    }
}
