// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;

/** Reductions over axes, of integers on the host and in what all engines share. */
public final class HostReductions {

    private HostReductions() {}

    /**
     * The axes of a reduction, which are an attribute in older opsets and an input in newer ones, counted from the front and
     * in order; null where nothing is to be reduced.
     */
    public static long[] axes(Call<?> c) {
        int rank = c.rank(0);
        long[] axes = c.wholeOrAttribute(1, "axes");
        if (axes.length > 0) {
            return Arrays.stream(axes).map(axis -> c.axis(axis, rank)).sorted().toArray();
        }
        return c.attributes().integer("noop_with_empty_axes", 0) != 0
                ? null
                : LongStream.range(0, rank).toArray();
    }

    /** @param axes as {@link #axes} gives them */
    static <T> Whole<T> reduce(Whole<T> x, long[] axes, boolean keep, long identity, LongBinaryOperator combine) {
        long[] shape = x.shape();
        long[] kept = shape.clone();
        for (long axis : axes) {
            kept[(int) axis] = 1;
        }
        var values = new long[HostIntegers.length(kept)];
        Arrays.fill(values, identity);
        for (int i = 0; i < x.values().length; i++) {
            int into = 0;
            int stride = 1;
            int rest = i;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                int at = (int) (rest % shape[axis]);
                rest /= (int) shape[axis];
                into += kept[axis] == 1 ? 0 : at * stride;
                stride *= (int) kept[axis];
            }
            values[into] = combine.applyAsLong(values[into], x.values()[i]);
        }
        return new Whole<>(values, keep ? kept : without(shape, axes));
    }

    private static long[] without(long[] shape, long... axes) {
        return LongStream.range(0, shape.length)
                .filter(axis -> Arrays.stream(axes).noneMatch(gone -> gone == axis))
                .map(axis -> shape[(int) axis])
                .toArray();
    }

    /** A reduction of integers as a row of a table needs it. */
    public static <T> Value<T> reduce(Call<T> c, long identity, LongBinaryOperator combine) {
        long[] axes = axes(c);
        boolean keep = c.attributes().integer("keepdims", 1) != 0;
        return axes == null ? c.value(0) : reduce(c.integers(0), axes, keep, identity, combine);
    }
}
