// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import java.util.List;

/** Functions of single values, comparisons, and reductions beyond those that most networks use. */
final class FunctionCases extends CaseList {

    static List<Case> all() {
        var table = new FunctionCases();
        table.functions();
        table.activations();
        table.several();
        table.comparisons();
        table.reductions();
        return table.cases;
    }

    private void functions() {
        for (String op : new String[] {
            "Sign",
            "Floor",
            "Ceil",
            "Round",
            "Sin",
            "Cos",
            "Atan",
            "Sinh",
            "Cosh",
            "Asinh",
            "Mish",
            "Softplus",
            "Softsign"
        }) {
            unary(op, op.equals("Mish") ? 18 : 13, false);
        }
        for (String op : new String[] {"Tan", "Asin", "Acos", "Atanh"}) {
            add(op, start(13, TABLE).node(op, "h", "y"), TABLE);
        }
        unary("Reciprocal", 13, true);
        add(
                "Acosh",
                start(13, TABLE)
                        .floats("c", new int[] {}, 1.5f)
                        .node("Add", "h c", "a")
                        .node("Acosh", "a", "y"),
                TABLE);
        add(
                "Mod of the sign of what is divided",
                start(13, IMAGE).floats("c", new int[] {}, 1.5f).node("Mod", "h c", "y", "fmod", 1),
                IMAGE);
        add(
                "Mod of integers",
                start(13, TABLE)
                        .longs("a", -7, -4, -1, 2, 5, 8)
                        .longs("b", 3)
                        .node("Mod", "a b", "m")
                        .node("Cast", "m", "c", "to", 1)
                        .node("Mul", "h c", "y"),
                TABLE);
        add(
                "Pow of integers",
                start(13, TABLE)
                        .longs("a", -2, -1, 0, 1, 2, 3)
                        .longs("b", 3)
                        .node("Pow", "a b", "m")
                        .node("Cast", "m", "c", "to", 1)
                        .node("Mul", "h c", "y"),
                TABLE);
    }

    private void activations() {
        unary("Selu", 13, false);
        unary("Selu", 13, false, "alpha", 1.5f, "gamma", 0.9f);
        unary("Celu", 13, false, "alpha", 1.5f);
        unary("ThresholdedRelu", 13, false, "alpha", 0.5f);
        unary("Shrink", 13, false, "lambd", 0.75f, "bias", 0.25f);
        unary("Swish", 24, false, "alpha", 1.5f);
        for (int opset : new int[] {11, 16}) {
            add(
                    "PRelu with a slope for each channel",
                    start(opset, IMAGE)
                            .floats("s", new int[] {4, 1, 1}, random(12, 4, 0.25f))
                            .node("PRelu", "h s", "y"),
                    IMAGE);
        }
    }

    private void several() {
        for (String op : new String[] {"Max", "Min", "Sum", "Mean"}) {
            add(
                    op + " of three that broadcast",
                    start(13, IMAGE)
                            .floats("c", new int[] {5, 1}, 0.5f, -1, 0, 1.5f, -0.5f)
                            .node("Neg", "h", "n")
                            .node(op, "h c n", "y"),
                    IMAGE);
            add(op + " of one", start(13, TABLE).node(op, "h", "y"), TABLE);
        }
        add(
                "Max and Min of integers",
                start(13, TABLE)
                        .longs("a", -2, 4, 0, 1, 2, 3)
                        .longs("b", 1)
                        .longs("e", 2)
                        .node("Max", "a b", "m")
                        .node("Min", "m e", "n")
                        .node("Cast", "n", "c", "to", 1)
                        .node("Mul", "h c", "y"),
                TABLE);
    }

    private void comparisons() {
        for (String op : new String[] {"Less", "LessOrEqual", "Greater", "GreaterOrEqual"}) {
            add(
                    op,
                    bounded(16)
                            .node(op, "h hi", "t")
                            .node("Cast", "t", "c", "to", 1)
                            .node("Mul", "c h", "y"),
                    IMAGE);
        }
        for (String op : new String[] {"And", "Or", "Xor"}) {
            add(
                    op,
                    bounded(13)
                            .node("Less", "h hi", "s")
                            .node("Greater", "h lo", "t")
                            .node(op, "s t", "u")
                            .node("Not", "u", "n")
                            .node("Cast", "n", "c", "to", 1)
                            .node("Mul", "c h", "y"),
                    IMAGE);
        }
        add(
                "Where of two values",
                bounded(13).node("Less", "h hi", "t").node("Exp", "h", "e").node("Where", "t e h", "y"),
                IMAGE);
        add(
                "Where of a value and an infinity, as attention is masked",
                start(13, TABLE)
                        .longs("m", 1, 1, 0, 1, 0, 1)
                        .floats("never", new int[] {}, Float.NEGATIVE_INFINITY)
                        .node("Cast", "m", "t", "to", 9)
                        .node("Where", "t h never", "w")
                        .node("Softmax", "w", "y", "axis", 1),
                TABLE);
        add(
                "IsNaN",
                start(13, TABLE)
                        .floats("c", new int[] {6}, 1, Float.NaN, 2, Float.NaN, 3, 4)
                        .node("IsNaN", "c", "n")
                        .node("Where", "n h c", "y"),
                TABLE);
        add(
                "IsInf of one sign",
                start(13, TABLE)
                        .floats("c", new int[] {6}, 1, Float.POSITIVE_INFINITY, 2, Float.NEGATIVE_INFINITY, 3, 4)
                        .node("IsInf", "c", "n", "detect_negative", 0)
                        .node("Cast", "n", "t", "to", 1)
                        .node("Mul", "t h", "y"),
                TABLE);
    }

    private void reductions() {
        for (String op : new String[] {
            "ReduceMax",
            "ReduceMin",
            "ReduceProd",
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceSumSquare"
        }) {
            boolean positive = op.equals("ReduceLogSum") || op.equals("ReduceProd");
            add(op + " by attribute", start(13, SERIES).node(op, "h", "y", "axes", new int[] {2}), positive, SERIES);
            add(
                    op + " by input",
                    start(18, SERIES).longs("axes", -1, 1).node(op, "h axes", "y", "keepdims", 0),
                    positive,
                    SERIES);
        }
        for (String op : new String[] {"ArgMax", "ArgMin"}) {
            for (int last : new int[] {0, 1}) {
                add(
                        op + " select_last_index " + last,
                        start(13, SERIES)
                                .node(op, "h", "at", "axis", 2, "select_last_index", last)
                                .node("Cast", "at", "c", "to", 1)
                                .node("Mul", "h c", "y"),
                        SERIES);
            }
        }
        add("CumSum", start(14, SERIES).scalar("axis", 2).node("CumSum", "h axis", "y"), SERIES);
        add(
                "CumSum from the end without itself",
                start(14, SERIES).scalar("axis", -1).node("CumSum", "h axis", "y", "exclusive", 1, "reverse", 1),
                SERIES);
        add(
                "Reductions of integers",
                start(18, IMAGE)
                        .longs("first", 0)
                        .longs("from", 1)
                        .longs("all", 9)
                        .node("Shape", "h", "shape")
                        .node("Slice", "shape from all", "event")
                        .node("ReduceProd", "event first", "length")
                        .node("ReduceMax", "event first", "most")
                        .node("ReduceMin", "event first", "least")
                        .node("ReduceSum", "event first", "sum")
                        .node("Sub", "sum most", "s")
                        .node("Sub", "s least", "five")
                        .node("Div", "length five", "rest")
                        .longs("events", -1)
                        .node("Concat", "events rest five", "to", "axis", 0)
                        .node("Reshape", "h to", "y"),
                IMAGE);
    }
}
