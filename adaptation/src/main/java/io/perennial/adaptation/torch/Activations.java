// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.unary;

import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The functions that networks put between their layers. */
final class Activations {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            real("Relu", c -> c.overwrites() ? c.real(0).relu_() : c.real(0).relu()),
            real("LeakyRelu", c -> torch.leaky_relu(c.real(0), attribute(c, "alpha", 0.01f))),
            real("PRelu", Activations::prelu),
            real("ThresholdedRelu", Activations::thresholdedRelu),
            real("Elu", c -> torch.elu(c.real(0), attribute(c, "alpha", 1), new Scalar(1.0), new Scalar(1.0))),
            real("Selu", Activations::selu),
            real("Celu", c -> torch.celu(c.real(0), attribute(c, "alpha", 1))),
            real("Gelu", c -> torch.gelu(c.real(0), c.attributes().text("approximate", "none"))),
            real("Shrink", Activations::shrink),
            unary("Sigmoid", Tensor::sigmoid),
            unary("Tanh", Tensor::tanh),
            unary("Softplus", torch::softplus),
            unary("Softsign", x -> x.div(x.abs().add(new Scalar(1f)))),
            unary("Mish", torch::mish),
            real("Swish", c -> c.real(0)
                    .mul(c.real(0).mul(attribute(c, "alpha", 1)).sigmoid())),
            unary("HardSwish", torch::hardswish),
            real("HardSigmoid", Activations::hardSigmoid));

    /** Of the specification, which ONNX Runtime rounds to float32 too. */
    private static final float SELU_ALPHA = 1.67326319217681884765625f;

    private static final float SELU_GAMMA = 1.05070102214813232421875f;

    private Activations() {}

    static Scalar attribute(TorchCall c, String name, float otherwise) {
        return new Scalar(c.attributes().number(name, otherwise));
    }

    static Tensor hardSigmoid(Tensor x, float alpha, float beta) {
        Tensor line = x.mul(new Scalar(alpha)).add(new Scalar(beta));
        return line.clamp_min(new Scalar(0.0)).clamp_max(new Scalar(1.0));
    }

    private static Tensor hardSigmoid(TorchCall c) {
        return hardSigmoid(
                c.real(0), c.attributes().number("alpha", 0.2f), c.attributes().number("beta", 0.5f));
    }

    /** max(x, 0) + slope min(x, 0), the slope being broadcast. */
    private static Tensor prelu(TorchCall c) {
        Tensor x = c.real(0);
        return x.relu().add(c.real(1).mul(x.clamp_max(new Scalar(0.0))));
    }

    private static Tensor thresholdedRelu(TorchCall c) {
        Tensor x = c.real(0);
        return x.mul(x.gt(attribute(c, "alpha", 1)));
    }

    private static Tensor selu(TorchCall c) {
        return torch.elu(
                c.real(0), attribute(c, "alpha", SELU_ALPHA), attribute(c, "gamma", SELU_GAMMA), new Scalar(1.0));
    }

    /** 0 within lambd of 0, and beyond it nearer to 0 by bias. */
    private static Tensor shrink(TorchCall c) {
        Tensor x = c.real(0);
        float edge = c.attributes().number("lambd", 0.5f);
        Scalar bias = attribute(c, "bias", 0);
        Tensor above = x.sub(bias).mul(x.gt(new Scalar(edge)));
        Tensor below = x.add(bias).mul(x.lt(new Scalar(-edge)));
        return above.add(below);
    }
}
