// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.row;
import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.HostReductions;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Map;
import java.util.function.LongBinaryOperator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Reductions over axes, and sums that run along one. */
final class ReductionOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            reduction("ReduceMean", (x, axes, keep) -> x.mean(axes, keep, new ScalarTypeOptional())),
            reduction("ReduceSum", ReductionOperators::sum, 0, Math::addExact),
            reduction("ReduceMax", Tensor::amax, Long.MIN_VALUE, Math::max),
            reduction("ReduceMin", Tensor::amin, Long.MAX_VALUE, Math::min),
            reduction("ReduceProd", ReductionOperators::product, 1, Math::multiplyExact),
            reduction("ReduceL1", (x, axes, keep) -> sum(x.abs(), axes, keep)),
            reduction("ReduceL2", (x, axes, keep) -> sum(x.square(), axes, keep).sqrt()),
            reduction("ReduceSumSquare", (x, axes, keep) -> sum(x.square(), axes, keep)),
            reduction("ReduceLogSum", (x, axes, keep) -> sum(x, axes, keep).log()),
            reduction("ReduceLogSumExp", Tensor::logsumexp),
            row("ArgMax", c -> extreme(c, false)),
            row("ArgMin", c -> extreme(c, true)),
            real("CumSum", ReductionOperators::runningSum));

    private ReductionOperators() {}

    @FunctionalInterface
    private interface Reduction {
        Tensor apply(Tensor x, long[] axes, boolean keep);
    }

    private static Map.Entry<String, Operator<Tensor, TorchCall>> reduction(String op, Reduction reduction) {
        return real(op, c -> reduce(c, reduction));
    }

    private static Map.Entry<String, Operator<Tensor, TorchCall>> reduction(
            String op, Reduction reduction, long identity, LongBinaryOperator whole) {
        return row(
                op, c -> c.isWhole(0) ? HostReductions.reduce(c, identity, whole) : new Real<>(reduce(c, reduction)));
    }

    private static Tensor reduce(TorchCall c, Reduction reduction) {
        Tensor x = c.real(0);
        long[] axes = HostReductions.axes(c);
        if (axes == null) {
            return x;
        }
        if (x.dim() == 0) {
            // No axis means all of them to libtorch, and a scalar has none: as a list of one value it has.
            return reduction.apply(x.reshape(1), new long[1], false);
        }
        return reduction.apply(x, axes, c.attributes().integer("keepdims", 1) != 0);
    }

    private static Tensor sum(Tensor x, long[] axes, boolean keep) {
        return x.sum(axes, keep, new ScalarTypeOptional());
    }

    private static Tensor product(Tensor x, long[] axes, boolean keep) {
        Tensor product = x;
        for (int i = axes.length - 1; i >= 0; i--) { // the last first, so that the others keep their places
            product = product.prod(axes[i], keep, new ScalarTypeOptional());
        }
        return product;
    }

    /** Where the largest or smallest value is: the first of several, or the last where the file asks for it. */
    private static Value<Tensor> extreme(TorchCall c, boolean least) {
        Tensor x = least ? c.asReal(0).neg() : c.asReal(0);
        int axis = c.axis(c.attributes().integer("axis", 0), x.dim());
        boolean last = c.attributes().integer("select_last_index", 0) != 0;
        boolean keep = c.attributes().integer("keepdims", 1) != 0;
        Tensor at = (last ? x.flip(axis) : x).argmax(new LongOptional(axis), keep);
        long[] values = Host.wholes(at);
        for (int i = 0; last && i < values.length; i++) {
            values[i] = x.size(axis) - 1 - values[i];
        }
        return new Whole<>(values, Host.shape(at));
    }

    private static Tensor runningSum(TorchCall c) {
        Tensor x = c.real(0);
        long[] given = c.whole(1);
        if (given.length != 1) {
            throw c.refused("expected one axis, got " + given.length);
        }
        int axis = c.axis(given[0], x.dim());
        boolean reverse = c.attributes().integer("reverse", 0) != 0;
        Tensor from = reverse ? x.flip(axis) : x;
        Tensor sum = from.cumsum(axis);
        if (c.attributes().integer("exclusive", 0) != 0) {
            sum = shifted(c, sum, axis);
        }
        return reverse ? sum.flip(axis) : sum;
    }

    /** One further along the axis, with 0 at its beginning. */
    private static Tensor shifted(TorchCall c, Tensor x, int axis) {
        var before = new long[(int) x.dim()];
        var after = new long[before.length];
        before[axis] = 1;
        after[axis] = -1;
        return c.tensors().pad(x, before, after, 0);
    }
}
