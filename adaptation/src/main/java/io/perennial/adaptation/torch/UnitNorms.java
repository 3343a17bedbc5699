// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.several;
import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalisations that look at one event alone, and so are the same in a batch and without. */
final class UnitNorms {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("InstanceNormalization", UnitNorms::instanceNorm),
            several("LayerNormalization", UnitNorms::layerNorms),
            real("GroupNormalization", UnitNorms::groupNorm),
            real("RMSNormalization", UnitNorms::rmsNorm),
            real("LpNormalization", UnitNorms::lpNorm),
            real("LRN", UnitNorms::responseNorm),
            real("MeanVarianceNormalization", UnitNorms::meanVariance));

    private UnitNorms() {}

    private static Tensor instanceNorm(TorchCall c) {
        return torch.instance_norm(
                c.real(0),
                c.optional(1),
                c.optional(2),
                new TensorOptional(),
                new TensorOptional(),
                true,
                0,
                epsilon(c),
                false);
    }

    private static List<Value<Tensor>> layerNorms(TorchCall c) {
        Tensor y = layerNorm(c);
        if (c.node().outputs().size() == 1) {
            return List.of(new Real<>(y));
        }
        Tensor x = c.real(0);
        long[] axes = LongStream.range(x.dim() - normalised(c).length, x.dim()).toArray();
        Tensor mean = x.mean(axes, true, new ScalarTypeOptional());
        Tensor variance = x.sub(mean).square().mean(axes, true, new ScalarTypeOptional());
        Tensor inverse = variance.add(new Scalar(epsilon(c))).rsqrt();
        return List.of(new Real<>(y), new Real<>(mean), new Real<>(inverse));
    }

    private static Tensor layerNorm(TorchCall c) {
        Tensor x = c.real(0);
        Tensor y = torch.layer_norm(x, normalised(c), new TensorOptional(), new TensorOptional(), epsilon(c), false)
                .mul(c.real(1));
        return c.has(2) ? y.add(c.real(2)) : y;
    }

    /** x / sqrt(mean(x^2) + epsilon), as layer normalisation without its mean. */
    private static Tensor rmsNorm(TorchCall c) {
        Tensor x = c.real(0);
        int axis = c.axis(c.attributes().integer("axis", -1), x.dim());
        Tensor power = x.square().mean(LongStream.range(axis, x.dim()).toArray(), true, new ScalarTypeOptional());
        return x.mul(power.add(new Scalar(epsilon(c))).rsqrt()).mul(c.real(1));
    }

    private static long[] normalised(TorchCall c) {
        Tensor x = c.real(0);
        int axis = c.axis(c.attributes().integer("axis", -1), x.dim());
        return LongStream.range(axis, x.dim()).map(x::size).toArray();
    }

    /** Scale and shift are of a channel since opset 21, of a group before. */
    private static Tensor groupNorm(TorchCall c) {
        Tensor x = c.real(0);
        long groups = c.attributes().integer("num_groups", 0);
        if (x.dim() < 2 || groups < 1 || x.size(1) % groups != 0) {
            throw c.refused("expected groups of equally many channels, got " + groups + " groups");
        }
        Tensor y = torch.group_norm(x, groups, new TensorOptional(), new TensorOptional(), epsilon(c), false);
        return y.mul(channels(c, c.real(1), groups)).add(channels(c, c.real(2), groups));
    }

    private static Tensor channels(TorchCall c, Tensor values, long groups) {
        Tensor x = c.real(0);
        Tensor each = c.opset() < 21 ? values.repeat_interleave(x.size(1) / groups) : values;
        var shape = new long[(int) x.dim()];
        Arrays.fill(shape, 1);
        shape[1] = x.size(1);
        return each.reshape(shape);
    }

    private static Tensor lpNorm(TorchCall c) {
        Tensor x = c.real(0);
        long[] axis = {c.axis(c.attributes().integer("axis", -1), x.dim())};
        var type = new ScalarTypeOptional();
        Tensor size = c.attributes().integer("p", 2) == 1
                ? x.abs().sum(axis, true, type)
                : x.square().sum(axis, true, type).sqrt();
        // 0 stays 0 where there is no direction.
        return x.div(size.add(size.eq(new Scalar(0f))));
    }

    /** x / (bias + alpha / size * sum of the squares of the channels around) ^ beta. */
    private static Tensor responseNorm(TorchCall c) {
        Tensor x = c.real(0);
        long size = c.attributes().integer("size", 0);
        if (x.dim() < 3 || size < 1 || size > x.size(1) * 2 + 1) {
            throw c.refused("expected a window of channels, got size " + size);
        }
        var before = new long[(int) x.dim()];
        var after = before.clone();
        before[1] = (size - 1) / 2;
        after[1] = size / 2;
        Tensor square = c.tensors().pad(x.square(), before, after, 0);
        Tensor sum = c.tensors().slice(square, 1, 0, x.size(1), 1);
        for (long i = 1; i < size; i++) {
            sum = sum.add(c.tensors().slice(square, 1, i, i + x.size(1), 1));
        }
        Scalar share = new Scalar(c.attributes().number("alpha", 1e-4f) / size);
        Tensor base = sum.mul(share).add(Activations.attribute(c, "bias", 1));
        return x.mul(base.pow(new Scalar(-c.attributes().number("beta", 0.75f))));
    }

    private static Tensor meanVariance(TorchCall c) {
        Tensor x = c.real(0);
        long[] axes = Arrays.stream(c.attributes().integers("axes", 0, 2, 3))
                .map(axis -> c.axis(axis, x.dim()))
                .toArray();
        Tensor centred = x.sub(x.mean(axes, true, new ScalarTypeOptional()));
        Tensor variance = centred.square().mean(axes, true, new ScalarTypeOptional());
        return centred.div(variance.sqrt().add(new Scalar(1e-9f)));
    }

    private static double epsilon(TorchCall c) {
        return c.attributes().number("epsilon", 1e-5f);
    }
}
