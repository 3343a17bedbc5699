// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.row;
import static io.perennial.adaptation.torch.Rows.binary;
import static io.perennial.adaptation.torch.Rows.real;
import static io.perennial.adaptation.torch.Rows.unary;
import static io.perennial.adaptation.torch.Rows.variadic;

import io.perennial.adaptation.operator.HostIntegers;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Map;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Arithmetic and the functions of analysis, of each value alike; what networks put between their layers is in {@link Activations}. */
final class ElementwiseOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            binary("Add", Tensor::add, Math::addExact),
            binary("Sub", Tensor::sub, Math::subtractExact),
            binary("Mul", Tensor::mul, Math::multiplyExact),
            binary("Div", Tensor::div, (a, b) -> a / b),
            row("Pow", ElementwiseOperators::pow),
            row("Mod", ElementwiseOperators::mod),
            variadic("Max", torch::maximum, Math::max),
            variadic("Min", torch::minimum, Math::min),
            variadic("Sum", Tensor::add, Math::addExact),
            real("Mean", ElementwiseOperators::mean),
            unary("Neg", Tensor::neg, Math::negateExact),
            unary("Abs", Tensor::abs, Math::abs),
            unary("Sign", Tensor::sign, Long::signum),
            unary("Sqrt", Tensor::sqrt),
            unary("Reciprocal", Tensor::reciprocal),
            unary("Exp", Tensor::exp),
            unary("Log", Tensor::log),
            unary("Erf", Tensor::erf),
            unary("Floor", Tensor::floor),
            unary("Ceil", Tensor::ceil),
            unary("Round", Tensor::round),
            unary("Sin", Tensor::sin),
            unary("Cos", Tensor::cos),
            unary("Tan", Tensor::tan),
            unary("Asin", Tensor::asin),
            unary("Acos", Tensor::acos),
            unary("Atan", Tensor::atan),
            unary("Sinh", Tensor::sinh),
            unary("Cosh", Tensor::cosh),
            unary("Asinh", Tensor::asinh),
            unary("Acosh", Tensor::acosh),
            unary("Atanh", Tensor::atanh),
            row("Clip", ElementwiseOperators::clip));

    private ElementwiseOperators() {}

    private static long power(long base, long exponent) {
        if (exponent < 0) {
            throw new ArithmeticException("expected an exponent of at least 0 for integers, got " + exponent);
        }
        long power = 1;
        for (long i = 0; i < exponent && power != 0; i++) {
            power = Math.multiplyExact(power, base);
        }
        return power;
    }

    private static Tensor mean(TorchCall c) {
        Tensor sum = c.real(0);
        for (int i = 1; i < c.arity(); i++) {
            sum = sum.add(c.real(i));
        }
        return sum.div(new Scalar((float) c.arity()));
    }

    /** An exponent of either kind; an integer to a real power is refused, for it is cut off to an integer again. */
    private static Value<Tensor> pow(TorchCall c) {
        return c.isWhole(0)
                ? HostIntegers.broadcast(c.integers(0), c.integers(1), ElementwiseOperators::power)
                : new Real<>(c.real(0).pow(c.asReal(1)));
    }

    /** With the sign of the divisor, or with fmod of what is divided; of float32 there is only the latter. */
    private static Value<Tensor> mod(TorchCall c) {
        boolean signOfDividend = c.attributes().integer("fmod", 0) != 0;
        if (c.isWhole(0)) {
            return HostIntegers.broadcast(
                    c.integers(0), c.integers(1), signOfDividend ? (a, b) -> a % b : Math::floorMod);
        }
        if (!signOfDividend) {
            throw c.refused("expected fmod 1 for float32, got 0");
        }
        return new Real<>(c.real(0).fmod(c.real(1)));
    }

    private static Value<Tensor> clip(TorchCall c) {
        if (c.isWhole(0)) {
            Whole<Tensor> x = c.integers(0);
            Whole<Tensor> raised = c.has(1) ? HostIntegers.broadcast(x, c.integers(1), Math::max) : x;
            return c.has(2) ? HostIntegers.broadcast(raised, c.integers(2), Math::min) : raised;
        }
        Tensor x = c.real(0);
        if (c.has(1)) {
            x = x.clamp_min(new Scalar(c.number(1)));
        }
        return new Real<>(c.has(2) ? x.clamp_max(new Scalar(c.number(2))) : x);
    }
}
