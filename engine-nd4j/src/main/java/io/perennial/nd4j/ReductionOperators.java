// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static io.perennial.nd4j.Rows.real;

import io.perennial.adaptation.operator.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;

/** Reductions over axes, which are an attribute in older opsets and an input in newer ones. */
final class ReductionOperators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = Map.ofEntries(
            real("ReduceMean", c -> reduce(c, c.arithmetic()::mean)),
            real("ReduceSum", c -> reduce(c, c.arithmetic()::sum)));

    private ReductionOperators() {}

    private interface Reduction {
        SDVariable of(SDVariable x, long... axes);
    }

    private static SDVariable reduce(Nd4jCall c, Reduction reduction) {
        SDVariable x = c.real(0);
        int rank = c.rank(0);
        long[] axes = Arrays.stream(c.wholeOrAttribute(1, "axes"))
                .map(axis -> c.axis(axis, rank))
                .toArray();
        if (axes.length == 0) {
            if (c.attributes().integer("noop_with_empty_axes", 0) != 0) {
                return x;
            }
            axes = LongStream.range(0, rank).toArray();
        }
        SDVariable y = reduction.of(x, axes);
        if (c.attributes().integer("keepdims", 1) != 0) {
            return y;
        }
        long[] shape = c.shape(0);
        boolean[] gone = new boolean[rank];
        for (long axis : axes) {
            gone[(int) axis] = true;
        }
        return c.tensors()
                .reshape(
                        y,
                        IntStream.range(0, rank)
                                .filter(axis -> !gone[axis])
                                .mapToLong(axis -> shape[axis])
                                .toArray());
    }
}
