// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.Arrays;

/**
 * A micro-batch of events as one float32 tensor.
 *
 * @param values the values, row-major, events first; not copied, so the caller must not change them afterwards
 * @param shape [B, ...]: the number of events, then the shape of one event
 */
public record Batch(float[] values, int... shape) {

    public Batch {
        long expected = 1;
        for (int extent : shape) {
            expected *= extent;
        }
        if (shape.length == 0 || expected != values.length) {
            throw new IllegalArgumentException("batch refused: expected " + Arrays.toString(shape) + " = " + expected
                    + " values, got " + values.length);
        }
    }

    /**
     * Of events of a shape.
     *
     * @param values of all of them; not copied
     * @param eventShape without the batch dimension
     */
    public static Batch of(float[] values, int size, int... eventShape) {
        int[] shape = new int[eventShape.length + 1];
        shape[0] = size;
        System.arraycopy(eventShape, 0, shape, 1, eventShape.length);
        return new Batch(values, shape);
    }

    /** A copy of the values of one event. */
    public float[] event(int index) {
        int length = eventLength();
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }

    /** Number of events, B. */
    public int size() {
        return shape[0];
    }

    /** Number of float32 values of one event. */
    public int eventLength() {
        return shape[0] == 0 ? 0 : values.length / shape[0];
    }
}
