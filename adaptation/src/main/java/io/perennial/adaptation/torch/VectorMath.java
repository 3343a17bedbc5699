// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.AdamRates;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongArrayRefOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Arithmetic on flat vectors, in place. */
final class VectorMath {

    private VectorMath() {}

    static void lerp(Tensor x, Tensor target, float share) {
        try (var scope = new PointerScope()) {
            x.lerp_(target, new Scalar(decimal(share)));
        }
    }

    static void scale(Tensor x, float factor) {
        try (var scope = new PointerScope()) {
            x.mul_(new Scalar(decimal(factor)));
        }
    }

    static void add(Tensor x, Tensor other, float factor) {
        try (var scope = new PointerScope()) {
            x.add_(other, new Scalar(decimal(factor)));
        }
    }

    static void addSquares(Tensor x, Tensor other, float factor) {
        try (var scope = new PointerScope()) {
            x.addcmul_(other, other, new Scalar(decimal(factor)));
        }
    }

    static void pullByImportance(Tensor x, Tensor parameters, Tensor anchor, Tensor importance, float weight) {
        try (var scope = new PointerScope()) {
            x.addcmul_(parameters.sub(anchor), importance, new Scalar(decimal(weight)));
        }
    }

    static void pullToGaussian(Tensor x, Tensor parameters, Tensor mean, Tensor variance, float weight, float damping) {
        try (var scope = new PointerScope()) {
            x.addcdiv_(parameters.sub(mean), variance.add(new Scalar(decimal(damping))), new Scalar(decimal(weight)));
        }
    }

    /** In the order of PyTorch's own Adam, so that trajectories agree to rounding. */
    static void adam(Tensor x, Tensor g, Tensor first, Tensor second, AdamRates rates, long step) {
        if (step < 1) {
            throw new IllegalArgumentException("step refused: expected 1 for the first, got " + step);
        }
        double beta1 = decimal(rates.beta1());
        double beta2 = decimal(rates.beta2());
        double correction1 = 1 - Math.pow(beta1, step);
        double correction2 = 1 - Math.pow(beta2, step);
        try (var scope = new PointerScope()) {
            first.lerp_(g, new Scalar(1 - beta1));
            second.mul_(new Scalar(beta2)).addcmul_(g, g, new Scalar(1 - beta2));
            Tensor denominator =
                    second.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(decimal(rates.epsilon())));
            x.addcdiv_(first, denominator, new Scalar(-decimal(rates.learningRate()) / correction1));
        }
    }

    /** Two additions instead of g + momentum buffer, which would need a temporary. */
    static void sgd(Tensor x, Tensor g, Tensor buffer, float rate, float momentum) {
        double decay = decimal(momentum);
        try (var scope = new PointerScope()) {
            buffer.mul_(new Scalar(decay)).add_(g);
            x.add_(g, new Scalar(-decimal(rate))).add_(buffer, new Scalar(-decimal(rate) * decay));
        }
    }

    static long countEqual(Tensor x, Tensor other) {
        try (var scope = new PointerScope()) {
            Tensor bits = x.view(torch.ScalarType.Int).eq(other.view(torch.ScalarType.Int));
            return bits.logical_or_(x.eq(other)).sum().item_long();
        }
    }

    static double norm(Tensor x) {
        try (var scope = new PointerScope()) {
            var inDouble = new ScalarTypeOptional(torch.ScalarType.Double);
            return torch.linalg_vector_norm(x, new Scalar(2.0), new LongArrayRefOptional(), false, inDouble)
                    .item_double();
        }
    }

    static double distance(Tensor x, Tensor other) {
        try (var scope = new PointerScope()) {
            return norm(x.sub(other));
        }
    }

    static double squaredDeviations(Tensor x, Tensor mean, Tensor variance, double damping) {
        try (var scope = new PointerScope()) {
            return x.sub(mean)
                    .square_()
                    .div_(variance.add(new Scalar(damping)))
                    .mean()
                    .item_double();
        }
    }

    /** NaN wins both the minimum and the maximum, so the two ends tell of all values without a temporary. */
    static boolean isFinite(Tensor x) {
        try (var scope = new PointerScope()) {
            T_TensorTensor_T ends = torch.aminmax(x);
            return Float.isFinite(ends.get0().item_float())
                    && Float.isFinite(ends.get1().item_float());
        }
    }

    /** 0.999f is 0.99900001, and 1 - 0.999f is off by 1e-5; the number that was written is meant. */
    static double decimal(float value) {
        return Double.parseDouble(Float.toString(value));
    }
}
