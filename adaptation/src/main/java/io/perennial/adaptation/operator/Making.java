// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Tensors that are made up from numbers: constants, ranges, unit matrices. */
final class Making {

    /** A shape from the file says how much to fill; more than 1 GiB of float32 is no shape a classifier needs. */
    private static final long LARGEST_FILL = 1L << 28;

    private Making() {}

    static <T> Value<T> constant(Call<T> c) {
        var attributes = c.attributes();
        if (attributes.has("value")) {
            return MovingOperators.of(attributes.constant("value"), c.tensors());
        }
        if (attributes.has("value_float")) {
            return new Real<>(c.tensors().full(attributes.number("value_float", 0)));
        }
        if (attributes.has("value_floats")) {
            float[] values = attributes.numbers("value_floats");
            return new Real<>(c.tensors().of(values, values.length));
        }
        if (attributes.has("value_int")) {
            return new Whole<>(new long[] {attributes.integer("value_int", 0)});
        }
        if (attributes.has("value_ints")) {
            return Whole.vector(attributes.integers("value_ints"));
        }
        throw c.refused("expected numbers, got attributes " + attributes);
    }

    static <T> Value<T> constantOfShape(Call<T> c) {
        long[] shape = c.whole(0);
        Constant fill = c.attributes().has("value") ? c.attributes().constant("value") : null;
        if (fill != null && fill.length() != 1) {
            throw c.refused("expected one value to fill with, got " + fill.length());
        }
        if (fill == null || fill.isReal()) {
            check(c, shape);
            return new Real<>(c.tensors().full(fill == null ? 0 : fill.floats()[0], shape));
        }
        var values = new long[HostIntegers.length(shape)];
        Arrays.fill(values, fill.longs()[0]);
        return new Whole<>(values, shape);
    }

    static void check(Call<?> c, long... shape) {
        if (Arrays.stream(shape).anyMatch(extent -> extent < 0) || MovingOperators.product(shape) > LARGEST_FILL) {
            throw c.refused("expected at most " + LARGEST_FILL + " values, got shape " + Arrays.toString(shape));
        }
    }

    /** From start up to, without, the limit. */
    static <T> Value<T> range(Call<T> c) {
        if (c.isWhole(0)) {
            long start = one(c, 0);
            long limit = one(c, 1);
            long step = one(c, 2);
            int length = length(c, Math.ceil((limit - start) / (double) step));
            return Whole.vector(
                    LongStream.range(0, length).map(i -> start + i * step).toArray());
        }
        float start = c.number(0);
        float step = c.number(2);
        var values = new float[length(c, Math.ceil((c.number(1) - (double) start) / step))];
        for (int i = 0; i < values.length; i++) {
            values[i] = start + i * step;
        }
        return new Real<>(c.tensors().of(values, values.length));
    }

    private static int length(Call<?> c, double length) {
        if (Double.isNaN(length) || length > HostIntegers.LARGEST) {
            throw c.refused("expected a range of at most " + HostIntegers.LARGEST + " numbers, got " + length);
        }
        return (int) Math.max(0, length);
    }

    private static long one(Call<?> c, int input) {
        long[] values = c.whole(input);
        if (values.length != 1) {
            throw c.refused("expected one integer at input " + input + ", got " + values.length);
        }
        return values[0];
    }

    /** Ones on a diagonal of a matrix of the shape of input 0. */
    static <T> Value<T> eyeLike(Call<T> c) {
        long[] shape = c.shape(0);
        if (shape.length != 2) {
            throw c.refused("expected a matrix, got shape " + Arrays.toString(shape));
        }
        long above = c.attributes().integer("k", 0);
        long[] values = Lattice.places(c, shape, place -> place[1] - place[0] == above ? 1 : 0);
        int type = (int) c.attributes().integer("dtype", 0);
        boolean whole = type == 0 ? c.isWhole(0) : !Casting.isReal(type);
        return whole ? new Whole<>(values, shape) : new Real<>(c.tensors().of(Casting.floats(values), shape));
    }

    /** Input 2 holds the value where there is nothing, then the value at the index. */
    static <T> Value<T> oneHot(Call<T> c) {
        long[] at = c.isWhole(0) ? c.whole(0) : rounded(c.tensors().values(c.real(0)));
        long[] from = c.shape(0);
        int axis = c.axis(c.attributes().integer("axis", -1), from.length + 1L);
        long depth = c.isWhole(1) ? one(c, 1) : (long) c.number(1);
        long[] shape = new long[from.length + 1];
        System.arraycopy(from, 0, shape, 0, axis);
        shape[axis] = depth;
        System.arraycopy(from, axis, shape, axis + 1, from.length - axis);
        long[] strides = Lattice.strides(from);
        long[] hot = Lattice.places(c, shape, place -> {
            long index = 0;
            for (int i = 0; i < from.length; i++) {
                index += place[i < axis ? i : i + 1] * strides[i];
            }
            long chosen = at[(int) index];
            return (chosen < 0 ? chosen + depth : chosen) == place[axis] ? 1 : 0;
        });
        if (c.isWhole(2)) {
            long[] values = c.whole(2);
            return new Whole<>(Arrays.stream(hot).map(i -> values[(int) i]).toArray(), shape);
        }
        return Lattice.pick(c, c.value(2), hot, shape);
    }

    private static long[] rounded(float... values) {
        var whole = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            whole[i] = (long) values[i];
        }
        return whole;
    }

    /** Coordinates of the values that are not 0, one row for each axis. */
    static <T> Value<T> nonZero(Call<T> c) {
        long[] shape = c.shape(0);
        float[] reals = c.isWhole(0) ? null : c.tensors().values(c.real(0));
        long[] wholes = c.isWhole(0) ? c.whole(0) : null;
        int length = reals != null ? reals.length : wholes.length;
        long[] found = LongStream.range(0, length)
                .filter(i -> reals != null ? reals[(int) i] != 0 : wholes[(int) i] != 0)
                .toArray();
        long[] strides = Lattice.strides(shape);
        var rows = new long[shape.length * found.length];
        for (int axis = 0; axis < shape.length; axis++) {
            for (int i = 0; i < found.length; i++) {
                rows[axis * found.length + i] = found[i] / strides[axis] % shape[axis];
            }
        }
        return new Whole<>(rows, shape.length, found.length);
    }
}
