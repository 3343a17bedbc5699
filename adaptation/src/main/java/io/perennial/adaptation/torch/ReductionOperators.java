// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Reductions over axes, which are an attribute in older opsets and an input in newer ones. */
final class ReductionOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("ReduceMean", c -> reduce(c, Tensor::mean)), real("ReduceSum", c -> reduce(c, Tensor::sum)));

    private ReductionOperators() {}

    @FunctionalInterface
    private interface Reduction {
        Tensor apply(Tensor x, long[] axes, boolean keep, ScalarTypeOptional type);
    }

    private static Tensor reduce(TorchCall c, Reduction reduction) {
        Tensor x = c.real(0);
        long[] axes = c.wholeOrAttribute(1, "axes");
        if (axes.length == 0) {
            if (c.attributes().integer("noop_with_empty_axes", 0) != 0) {
                return x;
            }
            axes = LongStream.range(0, x.dim()).toArray();
        }
        // No axis means all of them to libtorch, but there is nothing to reduce in a scalar.
        boolean keep = c.attributes().integer("keepdims", 1) != 0;
        return axes.length == 0 ? x : reduction.apply(x, axes, keep, new ScalarTypeOptional());
    }
}
