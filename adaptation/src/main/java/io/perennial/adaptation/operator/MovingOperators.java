// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import static io.perennial.adaptation.operator.Rows.binary;
import static io.perennial.adaptation.operator.Rows.real;
import static io.perennial.adaptation.operator.Rows.row;
import static io.perennial.adaptation.operator.Rows.several;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move values about without changing them, and the arithmetic of shapes. */
public final class MovingOperators {

    /** A shape from the file says how much to fill; more than 1 GiB of float32 is no shape a classifier needs. */
    private static final long LARGEST_FILL = 1L << 28;

    private MovingOperators() {}

    /**
     * Their rows of an engine's table.
     *
     * @param equal 1 where two tensors are equal, else 0
     */
    public static <T, C extends Call<T>> Map<String, Operator<T, C>> table(BinaryOperator<T> equal) {
        return Map.ofEntries(
                row("Identity", c -> c.value(0)),
                row("Dropout", c -> c.value(0)),
                row("Cast", Casting::cast),
                row("Constant", MovingOperators::constant),
                row("ConstantOfShape", MovingOperators::constantOfShape),
                row("Shape", MovingOperators::shape),
                row("Reshape", c -> Reshaping.to(c, Reshaping.target(c))),
                row("Flatten", c -> Reshaping.to(c, matrix(c.shape(0), flattenAxis(c)))),
                row("Squeeze", c -> Reshaping.to(c, Reshaping.squeezed(c))),
                row("Unsqueeze", c -> Reshaping.to(c, Reshaping.unsqueezed(c))),
                row("Expand", MovingOperators::expand),
                real("Transpose", MovingOperators::transpose),
                row("Concat", MovingOperators::concat),
                several("Split", MovingOperators::split),
                row("Slice", Slicing::slice),
                row("Gather", Slicing::gather),
                real("Pad", Slicing::pad),
                binary("Equal", equal, (a, b) -> a == b ? 1 : 0),
                row("Where", MovingOperators::where));
    }

    /** A constant of the model as a value of a pass. */
    public static <T> Value<T> of(Constant constant, Tensors<T> tensors) {
        long[] shape = Arrays.stream(constant.shape()).asLongStream().toArray();
        return constant.isReal()
                ? new Real<>(tensors.of(constant.floats(), shape))
                : new Whole<>(constant.longs(), shape);
    }

    /** Extents seen as a matrix: the product before the axis, the product from it. */
    public static long[] matrix(long[] shape, int axis) {
        return new long[] {product(Arrays.copyOf(shape, axis)), product(Arrays.copyOfRange(shape, axis, shape.length))};
    }

    /** @throws ArithmeticException beyond 2^63 */
    public static long product(long... extents) {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }

    private static int flattenAxis(Call<?> c) {
        int rank = c.rank(0);
        long axis = c.attributes().integer("axis", 1);
        return axis == rank ? rank : c.axis(axis, rank);
    }

    private static <T> T transpose(Call<T> c) {
        int rank = c.rank(0);
        long[] reversed = LongStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        return c.tensors().transpose(c.real(0), c.attributes().integers("perm", reversed));
    }

    private static <T> Value<T> constant(Call<T> c) {
        var attributes = c.attributes();
        if (attributes.has("value")) {
            return of(attributes.constant("value"), c.tensors());
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

    private static <T> Value<T> constantOfShape(Call<T> c) {
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

    private static void check(Call<?> c, long[] shape) {
        if (Arrays.stream(shape).anyMatch(extent -> extent < 0) || product(shape) > LARGEST_FILL) {
            throw c.refused("expected at most " + LARGEST_FILL + " values, got shape " + Arrays.toString(shape));
        }
    }

    private static <T> Value<T> shape(Call<T> c) {
        long[] shape = c.shape(0);
        int start = bound(c.attributes().integer("start", 0), shape.length);
        int end = bound(c.attributes().integer("end", shape.length), shape.length);
        return Whole.vector(Arrays.copyOfRange(shape, start, Math.max(start, end)));
    }

    private static int bound(long index, int rank) {
        return (int) Math.min(rank, Math.max(0, index < 0 ? index + rank : index));
    }

    private static <T> Value<T> expand(Call<T> c) {
        long[] target = c.whole(1);
        if (c.isWhole(0)) {
            return HostIntegers.expand(c.integers(0), target);
        }
        long[] shape = HostIntegers.broadcastShape(c.shape(0), target);
        check(c, shape);
        return new Real<>(c.tensors().expand(c.real(0), shape));
    }

    private static <T> Value<T> concat(Call<T> c) {
        long axis = c.attributes().integer("axis", 0);
        if (IntStream.range(0, c.arity()).allMatch(c::isWhole)) {
            return Whole.vector(IntStream.range(0, c.arity())
                    .mapToObj(c::whole)
                    .flatMapToLong(Arrays::stream)
                    .toArray());
        }
        var parts = new ArrayList<T>(c.arity());
        for (int i = 0; i < c.arity(); i++) {
            parts.add(c.real(i));
        }
        return new Real<>(c.tensors().concat(parts, c.axis(axis, c.rank(0))));
    }

    private static <T> List<Value<T>> split(Call<T> c) {
        T x = c.real(0);
        int axis = c.axis(c.attributes().integer("axis", 0), c.rank(0));
        long extent = c.shape(0)[axis];
        int parts = c.node().outputs().size();
        long[] lengths = c.wholeOrAttribute(1, "split");
        if (lengths.length == 0) {
            long length = (extent + parts - 1) / parts;
            lengths = LongStream.range(0, parts)
                    .map(part -> Math.max(0, Math.min(length, extent - part * length)))
                    .toArray();
        }
        if (lengths.length != parts
                || Arrays.stream(lengths).anyMatch(length -> length < 0 || length > extent)
                || Arrays.stream(lengths).sum() != extent) {
            throw c.refused("expected " + parts + " parts of " + extent + ", got " + Arrays.toString(lengths));
        }
        var outputs = new ArrayList<Value<T>>(parts);
        long start = 0;
        for (long length : lengths) {
            outputs.add(new Real<>(c.tensors().slice(x, axis, start, start + length, 1)));
            start += length;
        }
        return outputs;
    }

    private static <T> Value<T> where(Call<T> c) {
        if (c.isWhole(0) && c.isWhole(1) && c.isWhole(2)) {
            Whole<T> mask = c.integers(0);
            Whole<T> picked = HostIntegers.broadcast(mask, c.integers(1), (test, value) -> test != 0 ? value : 0);
            Whole<T> rest = HostIntegers.broadcast(mask, c.integers(2), (test, value) -> test != 0 ? 0 : value);
            return HostIntegers.broadcast(picked, rest, Long::sum);
        }
        throw c.refused("expected shape computations, got float32");
    }
}
