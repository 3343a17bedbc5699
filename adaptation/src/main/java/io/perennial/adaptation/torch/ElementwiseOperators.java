// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.binary;
import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.unary;

import io.perennial.adaptation.operator.Operator;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Operators that treat each value alike. */
final class ElementwiseOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            binary("Add", Tensor::add, Math::addExact),
            binary("Sub", Tensor::sub, Math::subtractExact),
            binary("Mul", Tensor::mul, Math::multiplyExact),
            binary("Div", Tensor::div, (a, b) -> a / b),
            real("Pow", c -> c.real(0).pow(c.real(1))),
            unary("Neg", Tensor::neg),
            unary("Abs", Tensor::abs),
            unary("Sqrt", Tensor::sqrt),
            unary("Exp", Tensor::exp),
            unary("Log", Tensor::log),
            unary("Erf", Tensor::erf),
            real("Relu", c -> c.overwrites() ? c.real(0).relu_() : c.real(0).relu()),
            unary("Sigmoid", Tensor::sigmoid),
            unary("Tanh", Tensor::tanh),
            unary("HardSwish", torch::hardswish),
            real("LeakyRelu", c -> torch.leaky_relu(c.real(0), attribute(c, "alpha", 0.01f))),
            real("Elu", c -> torch.elu(c.real(0), attribute(c, "alpha", 1), new Scalar(1.0), new Scalar(1.0))),
            real("HardSigmoid", ElementwiseOperators::hardSigmoid),
            real("Gelu", c -> torch.gelu(c.real(0), c.attributes().text("approximate", "none"))),
            real("Clip", ElementwiseOperators::clip));

    private ElementwiseOperators() {}

    private static Scalar attribute(TorchCall c, String name, float otherwise) {
        return new Scalar(c.attributes().number(name, otherwise));
    }

    private static Tensor hardSigmoid(TorchCall c) {
        Tensor line = c.real(0).mul(attribute(c, "alpha", 0.2f)).add(attribute(c, "beta", 0.5f));
        return line.clamp_min(new Scalar(0.0)).clamp_max(new Scalar(1.0));
    }

    private static Tensor clip(TorchCall c) {
        Tensor x = c.real(0);
        if (c.has(1)) {
            x = x.clamp_min(new Scalar(c.number(1)));
        }
        return c.has(2) ? x.clamp_max(new Scalar(c.number(2))) : x;
    }
}
