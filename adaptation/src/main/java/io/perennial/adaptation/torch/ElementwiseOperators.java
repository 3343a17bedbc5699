// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.torch.Rows.binary;
import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.row;
import static io.perennial.adaptation.torch.Rows.unary;

import io.perennial.adaptation.torch.Value.Real;
import io.perennial.adaptation.torch.Value.Whole;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Operators that treat each value alike. */
final class ElementwiseOperators {

    static final Map<String, Operator> TABLE = Map.ofEntries(
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
            unary("Relu", Tensor::relu),
            unary("Sigmoid", Tensor::sigmoid),
            unary("Tanh", Tensor::tanh),
            unary("HardSwish", torch::hardswish),
            real("LeakyRelu", c -> torch.leaky_relu(c.real(0), attribute(c, "alpha", 0.01f))),
            real("Elu", c -> torch.elu(c.real(0), attribute(c, "alpha", 1), new Scalar(1.0), new Scalar(1.0))),
            real("HardSigmoid", ElementwiseOperators::hardSigmoid),
            real("Gelu", c -> torch.gelu(c.real(0), c.attributes().text("approximate", "none"))),
            real("Clip", ElementwiseOperators::clip),
            row("Identity", c -> c.value(0)),
            row("Dropout", c -> c.value(0)),
            row("Cast", ElementwiseOperators::cast));

    private ElementwiseOperators() {}

    private static Scalar attribute(Call c, String name, float otherwise) {
        return new Scalar(c.attributes().number(name, otherwise));
    }

    private static Tensor hardSigmoid(Call c) {
        Tensor line = c.real(0).mul(attribute(c, "alpha", 0.2f)).add(attribute(c, "beta", 0.5f));
        return line.clamp_min(new Scalar(0.0)).clamp_max(new Scalar(1.0));
    }

    private static Tensor clip(Call c) {
        Tensor x = c.real(0);
        if (c.has(1)) {
            x = x.clamp_min(new Scalar(c.number(1)));
        }
        return c.has(2) ? x.clamp_max(new Scalar(c.number(2))) : x;
    }

    /** ONNX's data types: 1 float32, 11 float64 (computed in float32), 2, 3, 5, 6, 7 and 9 integers and truth values. */
    private static Value cast(Call c) {
        int to = (int) c.attributes().integer("to", 0);
        boolean toReal = to == 1 || to == 11;
        if (!toReal && to != 2 && to != 3 && to != 5 && to != 6 && to != 7 && to != 9) {
            throw c.refused("expected a cast to float32 or integers, got data type " + to);
        }
        if (c.value(0) instanceof Whole whole) {
            return toReal ? asReal(whole, c.device()) : new Whole(truth(whole.values(), to), whole.shape());
        }
        Tensor x = c.real(0);
        if (toReal) {
            return new Real(x);
        }
        if (x.numel() > HostIntegers.LARGEST) {
            throw c.refused("expected shape computations, got a cast of " + x.numel() + " values to integers");
        }
        float[] values = Tensors.toArray(x);
        var whole = new long[values.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = to == 9 ? (values[i] != 0 ? 1 : 0) : (long) values[i];
        }
        return new Whole(whole, Tensors.longs(Tensors.shape(x)));
    }

    private static Real asReal(Whole whole, TorchDevice device) {
        var values = new float[whole.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = whole.values()[i];
        }
        return new Real(device.of(values, whole.shape()));
    }

    private static long[] truth(long[] values, int to) {
        var truth = values.clone();
        for (int i = 0; to == 9 && i < truth.length; i++) {
            truth[i] = truth[i] != 0 ? 1 : 0;
        }
        return truth;
    }
}
