// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.row;

import io.perennial.adaptation.torch.Value.Whole;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Operators that move values about without changing them. */
final class ShapeOperators {

    static final Map<String, Operator> TABLE = Map.ofEntries(
            real("Flatten", c -> c.real(0).reshape(matrix(c.real(0), flattenAxis(c)))),
            row("Shape", c -> Whole.vector(Tensors.longs(Tensors.shape(c.real(0))))));

    private ShapeOperators() {}

    /** Extents of a tensor seen as a matrix: the product before the axis, the product from it. */
    static long[] matrix(Tensor x, int axis) {
        int[] shape = Tensors.shape(x);
        return new long[] {product(Arrays.copyOf(shape, axis)), product(Arrays.copyOfRange(shape, axis, shape.length))};
    }

    private static int flattenAxis(Call c) {
        long rank = c.real(0).dim();
        long axis = c.attributes().integer("axis", 1);
        return axis == rank ? (int) axis : c.axis(axis, rank);
    }

    private static long product(int... extents) {
        return Arrays.stream(extents).asLongStream().reduce(1, Math::multiplyExact);
    }
}
