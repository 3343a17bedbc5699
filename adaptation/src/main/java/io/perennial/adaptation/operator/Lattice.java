// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** Places in row-major tensors: where each value of a result comes from. */
final class Lattice {

    /** Of a result that is put together value by value: 128 MiB of indices. */
    private static final int LARGEST = 1 << 24;

    private Lattice() {}

    /** How far apart neighbours along each axis are. */
    static long[] strides(long... shape) {
        var strides = new long[shape.length];
        long stride = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, Math.max(1, shape[axis]));
        }
        return strides;
    }

    /**
     * For each place of a shape, in its order, what the function says of its coordinates.
     *
     * @param source gets an array that is used again for the next place
     */
    static long[] places(Call<?> c, long[] shape, ToLongFunction<long[]> source) {
        long length = MovingOperators.product(shape);
        if (length > LARGEST || Arrays.stream(shape).anyMatch(extent -> extent < 0)) {
            throw c.refused("expected at most " + LARGEST + " values, got shape " + Arrays.toString(shape));
        }
        var places = new long[(int) length];
        var at = new long[shape.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = source.applyAsLong(at);
            for (int axis = shape.length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
                at[axis] = 0;
            }
        }
        return places;
    }

    /** The values of a tensor of either kind at these places of its flat order. */
    static <T> Value<T> pick(Call<T> c, Value<T> from, long[] places, long... shape) {
        if (from instanceof Whole<T> whole) {
            long[] values = Arrays.stream(places)
                    .map(place -> whole.values()[(int) place])
                    .toArray();
            return new Whole<>(values, shape);
        }
        Tensors<T> tensors = c.tensors();
        T x = ((Real<T>) from).tensor();
        T flat = tensors.reshape(x, MovingOperators.product(tensors.shape(x)));
        return new Real<>(tensors.reshape(tensors.select(flat, 0, places), shape));
    }

    static long dot(long[] a, long... b) {
        long sum = 0;
        for (int i = 0; i < b.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
