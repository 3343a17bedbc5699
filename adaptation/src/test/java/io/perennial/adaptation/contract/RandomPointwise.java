// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.contract.GraphDraft.Value;
import java.util.Arrays;
import java.util.List;

/** Operators that treat each value alike, with one value or two. Each gives null where it does not fit the value. */
final class RandomPointwise {

    private static final int LARGEST_CONCAT = 90;

    private RandomPointwise() {}

    /** With a slope everywhere. */
    static Value smooth(GraphDraft d, Value h) {
        String op =
                List.of("Sigmoid", "Tanh", "Erf", "Elu", "Gelu").get(d.random().nextInt(d.opset() < 20 ? 4 : 5));
        return op.equals("Gelu") ? d.levelling(op, h, "approximate", d.flip() ? "none" : "tanh") : d.levelling(op, h);
    }

    /** The value itself, or its negative. */
    static Value same(GraphDraft d, Value h) {
        return d.exact(List.of("Identity", "Dropout", "Neg").get(d.random().nextInt(3)), h.name(), h.event());
    }

    static Value relu(GraphDraft d, Value h) {
        d.kink(h, Kink.at(0));
        return d.exact("Relu", h.name(), h.event());
    }

    /** Of straight pieces. */
    static Value bent(GraphDraft d, Value h) {
        switch (d.random().nextInt(6)) {
            case 0 -> {
                d.kink(h, Kink.at(0));
                return d.rounded("LeakyRelu", h.name(), 1, h.event(), "alpha", 0.2f);
            }
            case 1 -> {
                d.kink(h, Kink.at(0));
                return d.levelling("Elu", h, "alpha", 0.6f);
            }
            case 2 -> {
                d.kink(h, Kink.at(0));
                return d.exact("Abs", h.name(), h.event());
            }
            case 3 -> {
                d.kink(h, Kink.at(-0.75f, 1.25f));
                return d.exact("Clip", h.name() + " " + d.number(-0.75f) + " " + d.number(1.25f), h.event());
            }
            case 4 -> {
                d.kink(h, Kink.at(-1, 1));
                return d.rounded("HardSigmoid", h.name(), 1, h.event(), "alpha", 0.5f, "beta", 0.5f);
            }
            default -> {
                if (d.opset() < 14) {
                    return null;
                }
                d.kink(h, Kink.at(-3, 3));
                return d.rounded("HardSwish", h.name(), 1, h.event());
            }
        }
    }

    /** Roots, powers and logarithms of what is surely positive. */
    static Value positive(GraphDraft d, Value h) {
        Value x = between(d, h);
        return switch (d.random().nextInt(4)) {
            case 0 -> d.rounded("Sqrt", x.name(), 1, h.event());
            case 1 -> d.rounded("Log", x.name(), 1, h.event());
            case 2 -> d.rounded("Exp", x.name(), 1, h.event());
            default -> {
                float exponent = List.of(2f, 3f, 0.5f, -1f).get(d.random().nextInt(4));
                yield d.rounded("Pow", x.name() + " " + d.number(exponent), 1, h.event());
            }
        };
    }

    /** Between 0.5 and 1.5. */
    private static Value between(GraphDraft d, Value h) {
        Value bounded = d.rounded("Sigmoid", h.name(), 1, h.event());
        return d.rounded("Add", bounded.name() + " " + d.number(0.5f), 1, h.event());
    }

    /** With an initialiser that broadcasts. */
    static Value withConstant(GraphDraft d, Value h) {
        int[] shape = h.event().clone();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = d.flip() ? shape[i] : 1;
        }
        String op = List.of("Add", "Sub", "Mul", "Div").get(d.random().nextInt(4));
        String constant = d.uniform(0.5, 1.5, shape);
        boolean swapped = !op.equals("Div") && d.flip();
        return d.rounded(op, swapped ? constant + " " + h.name() : h.name() + " " + constant, 1, h.event());
    }

    /** A branch away from the value and back to it. */
    static Value residual(GraphDraft d, Value h) {
        String op = List.of("Add", "Sub", "Mul", "Div").get(d.random().nextInt(4));
        Value branch = branch(d, h);
        if (op.equals("Div")) {
            branch = between(d, branch);
        } else if (op.equals("Mul")) {
            branch = d.levelling("Tanh", branch);
        }
        boolean swapped = !op.equals("Div") && d.flip();
        String inputs = swapped ? branch.name() + " " + h.name() : h.name() + " " + branch.name();
        return d.rounded(op, inputs, 2, h.event());
    }

    /** The value beside a branch of it. */
    static Value concat(GraphDraft d, Value h) {
        int at = d.between(0, h.rank() - 1);
        if (h.length() > LARGEST_CONCAT / 2) {
            return null;
        }
        Value branch = branch(d, h);
        int[] event = h.event().clone();
        event[at] *= 2;
        int axis = d.flip() ? at + 1 : at - h.rank();
        return d.exact("Concat", h.name() + " " + branch.name(), event, "axis", axis);
    }

    /** Of the same shape, through one layer and a bend of it. */
    private static Value branch(GraphDraft d, Value h) {
        int last = h.event()[h.rank() - 1];
        Value branch = h;
        if (h.rank() > 1 && d.flip()) {
            int channels = h.event()[0];
            int[] kernel = new int[h.rank() - 1];
            Arrays.fill(kernel, 3);
            var pads = new int[2 * kernel.length];
            Arrays.fill(pads, 1);
            var shape = new int[h.rank() + 1];
            Arrays.fill(shape, 3);
            shape[0] = channels;
            shape[1] = channels;
            int terms = channels * GraphDraft.length(kernel);
            branch = d.rounded(
                    "Conv", h.name() + " " + d.floats(0, 1 / Math.sqrt(terms), shape), terms, h.event(), "pads", pads);
        } else if (d.flip()) {
            branch =
                    d.rounded("MatMul", h.name() + " " + d.floats(0, 1 / Math.sqrt(last), last, last), last, h.event());
        }
        Value bent = d.flip() ? smooth(d, branch) : bent(d, branch);
        return bent == null ? relu(d, branch) : bent;
    }
}
