// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import java.util.List;

/**
 * What an engine does with a tensor without computing anything. Axes are counted from the front, shapes are row-major.
 *
 * @param <T> the engine's float32 tensor
 */
public interface Tensors<T> {

    /** Extents; empty for a scalar. */
    long[] shape(T x);

    /**
     * A copy of the values, row-major.
     *
     * @throws IllegalArgumentException if the engine does not know them before the pass runs
     */
    float[] values(T x);

    /** A new tensor of these values. */
    T of(float[] values, long... shape);

    /** A new tensor of one value. */
    T full(float value, long... shape);

    /** The same values in another shape. */
    T reshape(T x, long... shape);

    /** @param order which axis of x each axis of the result is */
    T transpose(T x, long... order);

    /** Repeated as broadcasting does. */
    T expand(T x, long... shape);

    /** One after the other along an axis. */
    T concat(List<T> parts, int axis);

    /** Entries from start up to, without, end. */
    T slice(T x, int axis, long start, long end, long step);

    /** Entries at these indices, which may repeat. */
    T select(T x, int axis, long... indices);

    /** Values added before and after each axis; negative numbers cut off. */
    T pad(T x, long[] before, long[] after, float value);
}
