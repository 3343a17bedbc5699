// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import static io.perennial.adaptation.operator.Rows.mixed;
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

    private MovingOperators() {}

    /**
     * Their rows of an engine's table.
     *
     * @param equal 1 where two tensors are equal, else 0
     * @param choose the second where the first is not 0, else the third, all of them broadcast
     */
    public static <T, C extends Call<T>> Map<String, Operator<T, C>> table(BinaryOperator<T> equal, Choice<T> choose) {
        return Map.ofEntries(
                row("Identity", c -> c.value(0)),
                row("Dropout", MovingOperators::dropout),
                row("Cast", Casting::cast),
                row("CastLike", Casting::castLike),
                row("Constant", Making::constant),
                row("ConstantOfShape", Making::constantOfShape),
                row("Range", Making::range),
                row("EyeLike", Making::eyeLike),
                row("OneHot", Making::oneHot),
                row("NonZero", Making::nonZero),
                row("Shape", MovingOperators::shape),
                row("Size", c -> new Whole<>(new long[] {product(c.shape(0))})),
                row("Reshape", c -> Reshaping.to(c, Reshaping.target(c))),
                row("Flatten", c -> Reshaping.to(c, matrix(c.shape(0), flattenAxis(c)))),
                row("Squeeze", c -> Reshaping.to(c, Reshaping.squeezed(c))),
                row("Unsqueeze", c -> Reshaping.to(c, Reshaping.unsqueezed(c))),
                row("Expand", MovingOperators::expand),
                row("Tile", Picking::tile),
                row("Transpose", MovingOperators::transpose),
                real("DepthToSpace", Blocks::depthToSpace),
                real("SpaceToDepth", Blocks::spaceToDepth),
                row("Concat", MovingOperators::concat),
                several("Split", MovingOperators::split),
                row("Slice", Slicing::slice),
                row("Gather", Slicing::gather),
                row("GatherElements", Picking::gatherElements),
                row("GatherND", Picking::gatherNd),
                row("Compress", Picking::compress),
                row("ReverseSequence", Picking::reverseSequence),
                real("Pad", Slicing::pad),
                mixed("Equal", equal, (a, b) -> a == b ? 1 : 0),
                row("Where", c -> where(c, choose)));
    }

    /** One of two tensors, value by value. */
    @FunctionalInterface
    public interface Choice<T> {
        T of(Call<T> c, T condition, T yes, T no);
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

    private static <T> Value<T> dropout(Call<T> c) {
        if (c.has(2) && c.whole(2)[0] != 0) {
            throw c.refused("expected training_mode false, got true: export for inference");
        }
        return c.value(0);
    }

    private static int flattenAxis(Call<?> c) {
        int rank = c.rank(0);
        long axis = c.attributes().integer("axis", 1);
        return axis == rank ? rank : c.axis(axis, rank);
    }

    private static <T> Value<T> transpose(Call<T> c) {
        int rank = c.rank(0);
        long[] reversed = LongStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
        long[] order = c.attributes().integers("perm", reversed);
        return c.isWhole(0)
                ? Picking.transpose(c, order)
                : new Real<>(c.tensors().transpose(c.real(0), order));
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
        Making.check(c, shape);
        return new Real<>(c.tensors().expand(c.real(0), shape));
    }

    private static <T> Value<T> concat(Call<T> c) {
        long axis = c.attributes().integer("axis", 0);
        if (IntStream.range(0, c.arity()).allMatch(c::isWhole)) {
            return HostIntegers.concat(
                    IntStream.range(0, c.arity()).mapToObj(c::integers).toList(), c.axis(axis, Math.max(1, c.rank(0))));
        }
        var parts = new ArrayList<T>(c.arity());
        for (int i = 0; i < c.arity(); i++) {
            parts.add(c.real(i));
        }
        return new Real<>(c.tensors().concat(parts, c.axis(axis, c.rank(0))));
    }

    private static <T> List<Value<T>> split(Call<T> c) {
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
            outputs.add(Slicing.part(c, axis, start, start + length));
            start += length;
        }
        return outputs;
    }

    private static <T> Value<T> where(Call<T> c, Choice<T> choose) {
        if (c.isWhole(1) && c.isWhole(2)) {
            Whole<T> mask = c.isWhole(0) ? c.integers(0) : Casting.whole(c, 0);
            Whole<T> picked = HostIntegers.broadcast(mask, c.integers(1), (test, value) -> test != 0 ? value : 0);
            Whole<T> rest = HostIntegers.broadcast(mask, c.integers(2), (test, value) -> test != 0 ? 0 : value);
            return HostIntegers.broadcast(picked, rest, Long::sum);
        }
        return new Real<>(choose.of(c, c.asReal(0), c.asReal(1), c.asReal(2)));
    }
}
