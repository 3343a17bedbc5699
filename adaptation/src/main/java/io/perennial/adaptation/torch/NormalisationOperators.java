// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Batch normalisation, and the softmax as the normalisation of scores; norms of one event alone are in {@link UnitNorms}. */
final class NormalisationOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("BatchNormalization", NormalisationOperators::batchNorm),
            real("Softmax", c -> softmax(c, false)),
            real("LogSoftmax", c -> softmax(c, true)));

    private NormalisationOperators() {}

    private static Tensor batchNorm(TorchCall c) {
        if (c.attributes().integer("training_mode", 0) != 0) {
            throw c.refused("expected training_mode 0, got 1: export for inference with batch normalisation kept");
        }
        double epsilon = c.attributes().number("epsilon", 1e-5f);
        PassStatistics statistics = c.statistics();
        NormLayer layer = c.normLayer();
        if (statistics.batchShare() == 1 && !statistics.keep()) {
            if (c.joined()) {
                return GroupedNorm.of(c, statistics.groups(), epsilon);
            }
            return batchNorm(c, new TensorOptional(), new TensorOptional(), true, epsilon);
        }
        Tensor mean = statistics.mean(layer);
        Tensor variance = statistics.variance(layer);
        if (statistics.batchShare() == 0) {
            return batchNorm(c, new TensorOptional(mean), new TensorOptional(variance), false, epsilon);
        }
        return mixedNorm(c, mean, variance, epsilon);
    }

    private static Tensor batchNorm(
            TorchCall c, TensorOptional mean, TensorOptional variance, boolean batch, double epsilon) {
        long[] shape = Host.shape(c.real(0));
        Tensor x = isAmbiguous(shape) ? c.real(0).reshape(rows(shape)) : c.real(0);
        Tensor y = torch.batch_norm(x, c.optional(1), c.optional(2), mean, variance, batch, 0, epsilon, false);
        return isAmbiguous(shape) ? y.reshape(shape) : y;
    }

    /**
     * libtorch 2.10 takes a transposed image with an extent of 1 for one in channels-last order, the input as well as the gradient
     * that comes back, and reads one of them in the order of the other. Rows have no such order.
     */
    private static boolean isAmbiguous(long... shape) {
        return shape.length > 3 && Arrays.stream(shape).skip(2).anyMatch(extent -> extent == 1);
    }

    /** As [N, C, L]. */
    private static long[] rows(long... image) {
        return new long[] {image[0], image[1], Arrays.stream(image).skip(2).reduce(1, Math::multiplyExact)};
    }

    /** used = values + share (batch - values), with the gradient flowing through the batch's part. */
    private static Tensor mixedNorm(TorchCall c, Tensor mean, Tensor variance, double epsilon) {
        boolean recording = GradMode.is_enabled();
        Moments batch = recording ? Moments.differentiable(c.real(0)) : Moments.of(c.real(0));
        var share = new Scalar(c.statistics().batchShare());
        Tensor usedVariance = torch.lerp(variance, batch.variance(), share);
        Tensor usedMean = torch.lerp(mean, batch.mean(), share);
        if (c.statistics().keep()) {
            c.statistics().keep(c.normLayer(), usedMean.detach(), usedVariance.detach());
        }
        return recording
                ? affine(c, usedMean, usedVariance, epsilon)
                : batchNorm(c, new TensorOptional(usedMean), new TensorOptional(usedVariance), false, epsilon);
    }

    /** libtorch's own normalisation stops the gradient at given statistics; this is one multiply and one add over x. */
    private static Tensor affine(TorchCall c, Tensor mean, Tensor variance, double epsilon) {
        Tensor x = c.real(0);
        Tensor slope = c.real(1).mul(variance.add(new Scalar(epsilon)).rsqrt());
        Tensor shift = c.real(2).sub(mean.mul(slope));
        return torch.addcmul(Moments.perChannel(shift, x), x, Moments.perChannel(slope, x));
    }

    /** Before opset 13 the input is seen as a matrix, split at the axis, and a whole row is normalised. */
    private static Tensor softmax(TorchCall c, boolean log) {
        Tensor x = c.real(0);
        boolean flat = c.opset() < 13;
        int axis = c.axis(c.attributes().integer("axis", flat ? 1 : -1), x.dim());
        if (!flat) {
            return log ? torch.log_softmax(x, axis) : torch.softmax(x, axis);
        }
        Tensor rows = x.reshape(MovingOperators.matrix(Host.shape(x), axis));
        return (log ? torch.log_softmax(rows, 1) : torch.softmax(rows, 1)).reshape(Host.shape(x));
    }
}
