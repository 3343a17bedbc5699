// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Window;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Pooling over spatial dimensions. */
final class PoolingOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("MaxPool", PoolingOperators::maxPool),
            real("AveragePool", PoolingOperators::averagePool),
            real("LpPool", PoolingOperators::lpPool),
            real("GlobalLpPool", PoolingOperators::globalLpPool),
            real("GlobalAveragePool", c -> c.real(0).mean(spatial(c), true, new ScalarTypeOptional())),
            real("GlobalMaxPool", c -> c.real(0).amax(spatial(c), true)));

    private PoolingOperators() {}

    private static long[] spatial(TorchCall c) {
        return LongStream.range(2, c.real(0).dim()).toArray();
    }

    private static Tensor maxPool(TorchCall c) {
        if (c.node().outputs().size() > 1) {
            throw c.refused("expected the largest values alone, got an output for where they are");
        }
        Window w = Window.ofPooling(c);
        boolean ceil = c.attributes().integer("ceil_mode", 0) != 0;
        Tensor x = c.real(0);
        long[] pads = w.begin();
        if (!isPoolable(w)) {
            x = torch.constant_pad_nd(x, pads(w), new Scalar(Double.NEGATIVE_INFINITY));
            pads = new long[w.rank()];
        }
        return switch (w.rank()) {
            case 1 -> torch.max_pool1d(x, w.kernel(), w.strides(), pads, w.dilations(), ceil);
            case 2 -> torch.max_pool2d(x, w.kernel(), w.strides(), pads, w.dilations(), ceil);
            case 3 -> torch.max_pool3d(x, w.kernel(), w.strides(), pads, w.dilations(), ceil);
            default -> throw c.refused("expected 1 to 3 spatial dimensions, got " + w.rank());
        };
    }

    private static Tensor averagePool(TorchCall c) {
        Window w = Window.ofPooling(c);
        if (!w.isUndilated()) {
            throw c.refused("expected dilations of 1, got larger ones");
        }
        boolean ceil = c.attributes().integer("ceil_mode", 0) != 0;
        boolean countPad = c.attributes().integer("count_include_pad", 0) != 0;
        Tensor x = c.real(0);
        // Where ceil_mode lets a window reach past the padding, opsets before 19 divide by the whole kernel.
        LongOptional divisor = countPad && ceil && c.opset() < 19
                ? new LongOptional(MovingOperators.product(w.kernel()))
                : new LongOptional();
        if (isPoolable(w)) {
            return average(c, x, w, w.begin(), ceil, countPad, divisor);
        }
        var none = new long[w.rank()];
        Tensor padded = torch.constant_pad_nd(x, pads(w), new Scalar(0.0));
        Tensor mean = average(c, padded, w, none, ceil, true, divisor);
        if (countPad) {
            return mean;
        }
        // The share of each window that is no padding: dividing by it leaves the mean of the values that are.
        Tensor there = torch.constant_pad_nd(torch.ones_like(x), pads(w), new Scalar(0.0));
        return mean.div(average(c, there, w, none, ceil, true, divisor));
    }

    /** The p-th root of the sum of the p-th powers in each window, padding being 0. */
    private static Tensor lpPool(TorchCall c) {
        Window w = Window.ofPooling(c);
        if (!w.isUndilated()) {
            throw c.refused("expected dilations of 1, got larger ones");
        }
        boolean ceil = c.attributes().integer("ceil_mode", 0) != 0;
        float p = c.attributes().integer("p", 2);
        Tensor powers = torch.constant_pad_nd(c.real(0).abs().pow(new Scalar(p)), pads(w), new Scalar(0.0));
        Tensor sums = average(c, powers, w, new long[w.rank()], ceil, true, new LongOptional(1));
        return sums.pow(new Scalar(1 / p));
    }

    private static Tensor globalLpPool(TorchCall c) {
        float p = c.attributes().integer("p", 2);
        return c.real(0)
                .abs()
                .pow(new Scalar(p))
                .sum(spatial(c), true, new ScalarTypeOptional())
                .pow(new Scalar(1 / p));
    }

    private static Tensor average(
            TorchCall c, Tensor x, Window w, long[] pads, boolean ceil, boolean countPad, LongOptional divisor) {
        return switch (w.rank()) {
            // As one row of an image, for libtorch's 1-D pooling knows no divisor.
            case 1 ->
                torch.avg_pool2d(
                                x.unsqueeze(2),
                                row(w.kernel(), 1),
                                row(w.strides(), 1),
                                row(pads, 0),
                                ceil,
                                countPad,
                                divisor)
                        .squeeze(2);
            case 2 -> torch.avg_pool2d(x, w.kernel(), w.strides(), pads, ceil, countPad, divisor);
            case 3 -> torch.avg_pool3d(x, w.kernel(), w.strides(), pads, ceil, countPad, divisor);
            default -> throw c.refused("expected 1 to 3 spatial dimensions, got " + w.rank());
        };
    }

    private static long[] row(long[] one, long first) {
        return new long[] {first, one[0]};
    }

    /** libtorch pools with padding of at most half a kernel only. */
    private static boolean isPoolable(Window w) {
        for (int i = 0; i < w.rank(); i++) {
            if (2 * w.begin()[i] > w.kernel()[i]) {
                return false;
            }
        }
        return w.isSymmetric();
    }

    private static long[] pads(Window w) {
        return TorchTensors.lastAxisFirst(w.begin(), w.end());
    }
}
