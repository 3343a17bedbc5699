// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.binary;
import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.row;
import static io.perennial.adaptation.torch.Rows.several;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.torch.Value.Real;
import io.perennial.adaptation.torch.Value.Whole;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Operators that move values about without changing them, and the arithmetic of shapes. */
final class ShapeOperators {

    /** A shape from the file says how much to fill; more than 1 GiB of float32 is no shape a classifier needs. */
    private static final long LARGEST_FILL = 1L << 28;

    static final Map<String, Operator> TABLE = Map.ofEntries(
            row("Constant", ShapeOperators::constant),
            row("ConstantOfShape", ShapeOperators::constantOfShape),
            row("Shape", ShapeOperators::shape),
            row("Reshape", c -> Reshaping.to(c, Reshaping.target(c))),
            row("Flatten", c -> Reshaping.to(c, matrix(shapeOf(c.value(0)), flattenAxis(c)))),
            row("Squeeze", c -> Reshaping.to(c, Reshaping.squeezed(c))),
            row("Unsqueeze", c -> Reshaping.to(c, Reshaping.unsqueezed(c))),
            row("Expand", ShapeOperators::expand),
            real("Transpose", c -> c.real(0)
                    .permute(c.attributes().integers("perm", reversed(c.real(0).dim())))),
            row("Concat", ShapeOperators::concat),
            several("Split", ShapeOperators::split),
            row("Slice", Slicing::slice),
            row("Gather", Slicing::gather),
            real("Pad", Slicing::pad),
            binary("Equal", (a, b) -> a.eq(b).to(a.scalar_type()), (a, b) -> a == b ? 1 : 0),
            row("Where", ShapeOperators::where));

    private ShapeOperators() {}

    /** Extents seen as a matrix: the product before the axis, the product from it. */
    static long[] matrix(long[] shape, int axis) {
        return new long[] {product(Arrays.copyOf(shape, axis)), product(Arrays.copyOfRange(shape, axis, shape.length))};
    }

    static long[] shapeOf(Value value) {
        return value instanceof Real real
                ? Tensors.longs(Tensors.shape(real.tensor()))
                : ((Whole) value).shape().clone();
    }

    static long product(long... extents) {
        return Arrays.stream(extents).reduce(1, Math::multiplyExact);
    }

    private static int flattenAxis(Call c) {
        int rank = shapeOf(c.value(0)).length;
        long axis = c.attributes().integer("axis", 1);
        return axis == rank ? rank : c.axis(axis, rank);
    }

    private static long[] reversed(long rank) {
        return LongStream.range(0, rank).map(axis -> rank - 1 - axis).toArray();
    }

    private static Value constant(Call c) {
        var attributes = c.attributes();
        if (attributes.has("value")) {
            return Program.of(attributes.constant("value"), c.device());
        }
        if (attributes.has("value_float")) {
            return new Real(c.device().full(attributes.number("value_float", 0)));
        }
        if (attributes.has("value_floats")) {
            float[] values = attributes.numbers("value_floats");
            return new Real(c.device().of(values, values.length));
        }
        if (attributes.has("value_int")) {
            return new Whole(new long[] {attributes.integer("value_int", 0)});
        }
        if (attributes.has("value_ints")) {
            return Whole.vector(attributes.integers("value_ints"));
        }
        throw c.refused("expected numbers, got attributes " + attributes);
    }

    private static Value constantOfShape(Call c) {
        long[] shape = c.whole(0);
        Constant fill = c.attributes().has("value") ? c.attributes().constant("value") : null;
        if (fill != null && fill.length() != 1) {
            throw c.refused("expected one value to fill with, got " + fill.length());
        }
        if (fill == null || fill.isReal()) {
            if (Arrays.stream(shape).anyMatch(extent -> extent < 0) || product(shape) > LARGEST_FILL) {
                throw c.refused("expected at most " + LARGEST_FILL + " values, got shape " + Arrays.toString(shape));
            }
            return new Real(c.device().full(fill == null ? 0 : fill.floats()[0], shape));
        }
        var values = new long[HostIntegers.length(shape)];
        Arrays.fill(values, fill.longs()[0]);
        return new Whole(values, shape);
    }

    private static Value shape(Call c) {
        long[] shape = shapeOf(c.value(0));
        int start = bound(c.attributes().integer("start", 0), shape.length);
        int end = bound(c.attributes().integer("end", shape.length), shape.length);
        return Whole.vector(Arrays.copyOfRange(shape, start, Math.max(start, end)));
    }

    private static int bound(long index, int rank) {
        return (int) Math.min(rank, Math.max(0, index < 0 ? index + rank : index));
    }

    private static Value expand(Call c) {
        long[] target = c.whole(1);
        if (c.value(0) instanceof Whole whole) {
            return HostIntegers.expand(whole, target);
        }
        long[] shape = HostIntegers.broadcastShape(shapeOf(c.value(0)), target);
        if (Arrays.stream(shape).anyMatch(extent -> extent < 0) || product(shape) > LARGEST_FILL) {
            throw c.refused("expected at most " + LARGEST_FILL + " values, got shape " + Arrays.toString(shape));
        }
        return new Real(c.real(0).expand(shape));
    }

    private static Value concat(Call c) {
        long axis = c.attributes().integer("axis", 0);
        if (c.inputs().stream().allMatch(Whole.class::isInstance)) {
            return Whole.vector(IntStream.range(0, c.inputs().size())
                    .mapToObj(c::whole)
                    .flatMapToLong(Arrays::stream)
                    .toArray());
        }
        var parts = new TensorVector();
        for (int i = 0; i < c.inputs().size(); i++) {
            parts.push_back(c.real(i));
        }
        return new Real(torch.cat(parts, axis));
    }

    private static Value[] split(Call c) {
        Tensor x = c.real(0);
        int axis = c.axis(c.attributes().integer("axis", 0), x.dim());
        int parts = c.node().outputs().size();
        long[] lengths = c.wholeOrAttribute(1, "split");
        if (lengths.length == 0) {
            long length = (x.size(axis) + parts - 1) / parts;
            lengths = LongStream.range(0, parts)
                    .map(part -> Math.max(0, Math.min(length, x.size(axis) - part * length)))
                    .toArray();
        }
        if (lengths.length != parts || product(1, Arrays.stream(lengths).sum()) != x.size(axis)) {
            throw c.refused("expected " + parts + " parts of " + x.size(axis) + ", got " + Arrays.toString(lengths));
        }
        var outputs = new Value[parts];
        long start = 0;
        for (int i = 0; i < parts; i++) {
            outputs[i] = new Real(x.narrow(axis, start, lengths[i]));
            start += lengths[i];
        }
        return outputs;
    }

    private static Value where(Call c) {
        if (c.value(0) instanceof Whole mask && c.value(1) instanceof Whole yes && c.value(2) instanceof Whole no) {
            Whole picked = HostIntegers.broadcast(mask, yes, (test, value) -> test != 0 ? value : 0);
            return HostIntegers.broadcast(
                    picked, HostIntegers.broadcast(mask, no, (test, value) -> test != 0 ? 0 : value), Long::sum);
        }
        throw c.refused("expected shape computations, got float32");
    }
}
