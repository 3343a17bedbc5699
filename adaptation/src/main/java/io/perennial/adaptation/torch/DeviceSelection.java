// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.ParameterLayout;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Quantiles and the restores that follow from them where the values lie on a GPU; in the processor's memory they are
 * {@link io.perennial.adaptation.vector.Selection}'s, which takes a third of the time of libtorch's {@code kthvalue}.
 */
final class DeviceSelection {

    private DeviceSelection() {}

    static float quantileOfSquares(Tensor x, double share) {
        long size = x.numel();
        if (!(share >= 0 && share <= 1) || size == 0) {
            throw new IllegalArgumentException(
                    "quantile refused: expected a share from 0 to 1 of at least one value, got " + share + " of "
                            + size);
        }
        double position = share * (size - 1);
        long below = (long) position;
        try (var scope = new PointerScope()) {
            // Squares keep the order of magnitudes, and magnitudes do not underflow.
            Tensor magnitudes = x.abs();
            Tensor lower = magnitudes.kthvalue(below + 1).get0();
            double low = square(lower.item_float());
            double part = position - below;
            return part == 0 ? (float) low : (float) (low + part * (square(next(magnitudes, lower, below)) - low));
        }
    }

    static long restoreBelow(Tensor x, Tensor gradient, float threshold, Tensor source) {
        try (var scope = new PointerScope()) {
            return restore(x, gradient.square().lt(new Scalar(threshold)), source);
        }
    }

    static long restoreSmallest(Tensor x, Tensor gradient, long count, Tensor source) {
        if (count < 0 || count > x.numel()) {
            throw new IllegalArgumentException("restore refused: expected 0 to " + x.numel() + " values, got " + count);
        }
        if (count == 0) {
            return 0;
        }
        try (var scope = new PointerScope()) {
            // Not a number counts as the largest of all.
            Tensor magnitudes = gradient.abs()
                    .nan_to_num_(
                            new DoubleOptional(Double.POSITIVE_INFINITY),
                            new DoubleOptional(Double.POSITIVE_INFINITY),
                            new DoubleOptional());
            Tensor threshold = magnitudes.kthvalue(count).get0();
            long smaller = restore(x, magnitudes.lt(threshold), source);
            Tensor ties = magnitudes.eq(threshold).nonzero().view(-1).narrow(0, 0, count - smaller);
            x.index_copy_(0, ties, source.index_select(0, ties));
            return count;
        }
    }

    static long restoreSmallestOfEach(Tensor x, Tensor gradient, double share, ParameterLayout layout, Tensor source) {
        long restored = 0;
        try (var scope = new PointerScope()) {
            for (ParameterLayout.Slice slice : layout.slices()) {
                int from = slice.offset();
                int length = slice.length();
                long count = (long) Math.floor(share * (from + length)) - (long) Math.floor(share * from);
                restored += restoreSmallest(
                        x.narrow(0, from, length),
                        gradient.narrow(0, from, length),
                        count,
                        source.narrow(0, from, length));
            }
        }
        return restored;
    }

    static long restoreRandom(Tensor x, double probability, long seed, Tensor source) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "restore refused: expected a probability from 0 to 1, got " + probability);
        }
        try (var scope = new PointerScope()) {
            return restore(x, Host.coins(x, probability, seed), source);
        }
    }

    private static long restore(Tensor x, Tensor mask, Tensor source) {
        x.copy_(torch.where(mask, source, x));
        return mask.sum().item_long();
    }

    /** The order statistic after the given one: the same value again, or the smallest that is larger. */
    private static float next(Tensor magnitudes, Tensor lower, long below) {
        Tensor larger = magnitudes.gt(lower);
        if (magnitudes.numel() - larger.sum().item_long() > below + 1) {
            return lower.item_float();
        }
        return torch.where(larger, magnitudes, new Scalar(Double.POSITIVE_INFINITY))
                .min()
                .item_float();
    }

    private static double square(float value) {
        return (double) value * value;
    }
}
