// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static io.perennial.nd4j.Rows.binary;
import static io.perennial.nd4j.Rows.real;
import static io.perennial.nd4j.Rows.unary;

import io.perennial.adaptation.operator.Operator;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** Operators that treat each value alike. */
final class ElementwiseOperators {

    static final Map<String, Operator<SDVariable, Nd4jCall>> TABLE = Map.ofEntries(
            binary("Add", a -> a::add, Math::addExact),
            binary("Sub", a -> a::sub, Math::subtractExact),
            binary("Mul", a -> a::mul, Math::multiplyExact),
            binary("Div", a -> a::div, (a, b) -> a / b),
            real("Pow", ElementwiseOperators::pow),
            real("Neg", c -> c.arithmetic().negative(c.real(0))),
            unary("Abs", graph -> graph.math()::abs),
            unary("Sqrt", graph -> graph.math()::sqrt),
            unary("Exp", graph -> graph.math()::exp),
            unary("Log", graph -> graph.math()::log),
            unary("Erf", graph -> graph.math()::erf),
            real("Relu", c -> relu(c, c.real(0))),
            unary("Sigmoid", graph -> graph.nn()::sigmoid),
            unary("Tanh", graph -> graph.math()::tanh),
            real("LeakyRelu", ElementwiseOperators::leakyRelu),
            real("Elu", ElementwiseOperators::elu),
            real(
                    "HardSigmoid",
                    c -> hardSigmoid(
                            c,
                            c.attributes().number("alpha", 0.2f),
                            c.attributes().number("beta", 0.5f))),
            real("HardSwish", c -> c.arithmetic().mul(c.real(0), hardSigmoid(c, 1 / 6f, 0.5f))),
            real("Gelu", ElementwiseOperators::gelu),
            real("Clip", ElementwiseOperators::clip));

    private ElementwiseOperators() {}

    /** Its derivative from its output: ND4J's own took five times as long. */
    static SDVariable relu(Nd4jCall c, SDVariable x) {
        var output = new SDVariable[1];
        output[0] = c.tape().of(graph -> new Rule(graph, "relu", List.of(x), g -> List.of(passed(c, output[0], g)))
                .with(0)
                .outputVariable());
        return output[0];
    }

    /** Where the output is above 0. */
    private static SDVariable passed(Nd4jCall c, SDVariable output, SDVariable gradient) {
        SDVariable open = c.tape().of(graph -> graph.math().sign(output));
        return c.arithmetic().mul(gradient, open);
    }

    /** x^y = exp(y log x) has no derivative where x is negative; a constant exponent has one everywhere. */
    private static SDVariable pow(Nd4jCall c) {
        if (!c.tape().isKnown(c.real(1)) || c.tape().array(c.real(1).name()).length() != 1) {
            throw c.refused("expected one constant exponent, got others");
        }
        double exponent = c.number(1);
        if (exponent == 0) {
            return c.tensors().full(1, c.shape(0));
        }
        return c.tape().of(graph -> graph.math().pow(c.real(0), exponent));
    }

    private static SDVariable leakyRelu(Nd4jCall c) {
        // x where it is positive, else alpha x: alpha x + (1 - alpha) relu(x).
        float alpha = c.attributes().number("alpha", 0.01f);
        Arithmetic a = c.arithmetic();
        return a.add(a.times(c.real(0), alpha), a.times(relu(c, c.real(0)), 1 - alpha));
    }

    private static SDVariable elu(Nd4jCall c) {
        // relu(x) + alpha (exp(x - relu(x)) - 1), which has the derivative alpha at 0.
        Arithmetic a = c.arithmetic();
        SDVariable below = a.sub(c.real(0), relu(c, c.real(0)));
        SDVariable curve = a.plus(c.tape().of(graph -> graph.math().exp(below)), -1);
        return a.add(relu(c, c.real(0)), a.times(curve, c.attributes().number("alpha", 1)));
    }

    private static SDVariable hardSigmoid(Nd4jCall c, float slope, float shift) {
        return between(c, c.arithmetic().plus(c.arithmetic().times(c.real(0), slope), shift), 0, 1);
    }

    private static SDVariable gelu(Nd4jCall c) {
        Arithmetic a = c.arithmetic();
        SDVariable x = c.real(0);
        SDVariable bend;
        if (c.attributes().text("approximate", "none").equals("tanh")) {
            SDVariable cubic = a.times(a.add(x, a.times(a.mul(x, a.square(x)), 0.044715)), Math.sqrt(2 / Math.PI));
            bend = c.tape().of(graph -> graph.math().tanh(cubic));
        } else {
            SDVariable scaled = a.times(x, Math.sqrt(0.5));
            bend = c.tape().of(graph -> graph.math().erf(scaled));
        }
        return a.times(a.mul(x, a.plus(bend, 1)), 0.5);
    }

    private static SDVariable clip(Nd4jCall c) {
        float low = c.has(1) ? c.number(1) : Float.NEGATIVE_INFINITY;
        float high = c.has(2) ? c.number(2) : Float.POSITIVE_INFINITY;
        return between(c, c.real(0), low, high);
    }

    /** The gradient passes within the bounds and at them. */
    private static SDVariable between(Nd4jCall c, SDVariable x, float low, float high) {
        return c.tape().of(graph -> new Rule(graph, "clipbyvalue", List.of(x), g -> List.of(within(c, x, g, low, high)))
                .with(low)
                .with(high)
                .outputVariable());
    }

    private static SDVariable within(Nd4jCall c, SDVariable x, SDVariable gradient, float low, float high) {
        Arithmetic a = c.arithmetic();
        SDVariable kept = gradient;
        if (low != Float.NEGATIVE_INFINITY) {
            kept = a.sub(kept, a.mul(kept, above(c, a.plus(a.negative(x), low))));
        }
        if (high != Float.POSITIVE_INFINITY) {
            kept = a.sub(kept, a.mul(kept, above(c, a.plus(x, -high))));
        }
        return kept;
    }

    /** 1 where a value is above 0, else 0. */
    private static SDVariable above(Nd4jCall c, SDVariable x) {
        SDVariable positive = relu(c, x);
        return c.tape().of(graph -> graph.math().sign(positive));
    }
}
