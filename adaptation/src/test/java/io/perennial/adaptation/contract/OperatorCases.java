// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import java.util.List;

/** One small model per operator that computes, and per way of using it. */
final class OperatorCases extends CaseList {

    static List<Case> all() {
        var table = new OperatorCases();
        table.arithmetic();
        table.activations();
        table.linear();
        table.convolutions();
        table.pooling();
        table.normalisations();
        table.reductions();
        return table.cases;
    }

    private void arithmetic() {
        for (int opset : new int[] {11, 13, 14, 21}) {
            for (String op : new String[] {"Add", "Sub", "Mul", "Div"}) {
                add(
                        op + " by an initialiser that broadcasts",
                        start(opset, IMAGE)
                                .floats("c", new int[] {5, 1}, random(1, 5, 0.5f))
                                .node(op, "h c", "y"),
                        IMAGE);
            }
        }
        for (String op : new String[] {"Add", "Sub", "Mul", "Div"}) {
            add(op + " of two values", start(17, TABLE).node("Exp", "h", "e").node(op, "h e", "y"), TABLE);
            add(
                    op + " of a value and a number",
                    start(17, TABLE).floats("c", new int[] {}, 1.7f).node(op, "c h", "y"),
                    true,
                    TABLE);
        }
        for (String op : new String[] {"Neg", "Abs", "Exp", "Erf"}) {
            unary(op, 13, false);
        }
        for (String op : new String[] {"Sqrt", "Log"}) {
            unary(op, 13, true);
        }
        for (float exponent : new float[] {2, 3, 0.5f, -1}) {
            add(
                    "Pow " + exponent,
                    start(15, TABLE).floats("c", new int[] {}, exponent).node("Pow", "h c", "y"),
                    true,
                    TABLE);
        }
        add(
                "Pow of a negative base",
                start(13, TABLE).floats("c", new int[] {}, 2).node("Pow", "h c", "y"),
                TABLE);
    }

    private void activations() {
        for (String op :
                new String[] {"Relu", "Sigmoid", "Tanh", "LeakyRelu", "Elu", "HardSigmoid", "Identity", "Dropout"}) {
            unary(op, 11, false);
            unary(op, 17, false);
        }
        unary("HardSwish", 14, false);
        unary("LeakyRelu", 16, false, "alpha", 0.2f);
        unary("Elu", 11, false, "alpha", 1.5f);
        unary("HardSigmoid", 11, false, "alpha", 0.25f, "beta", 0.375f);
        unary("Gelu", 20, false);
        unary("Gelu", 20, false, "approximate", "tanh");
        add("Clip both sides", bounded(11).node("Clip", "h lo hi", "y"), IMAGE);
        add("Clip below", bounded(13).node("Clip", "h lo", "y"), IMAGE);
        add("Clip above", bounded(13).node("Clip", "h - hi", "y"), IMAGE);
        float most = Float.MAX_VALUE;
        for (float[] bounds : new float[][] {{-most, most}, {0.03125f, most}, {-1e4f, 1e4f}}) {
            add(
                    "Clip to " + bounds[0] + " and " + bounds[1],
                    start(13, IMAGE)
                            .floats("lo", new int[] {}, bounds[0])
                            .floats("hi", new int[] {}, bounds[1])
                            .node("Clip", "h lo hi", "y"),
                    IMAGE);
        }
        add(
                "Dropout with training mode",
                start(13, TABLE).floats("ratio", new int[] {}, 0.5f).node("Dropout", "h ratio", "y"),
                TABLE);
        add("Cast to float", start(13, TABLE).node("Cast", "h", "y", "to", 1), TABLE);
    }

    private void linear() {
        for (int opset : new int[] {11, 13}) {
            add("Gemm as PyTorch exports it", gemm(opset, 3, 6).node("Gemm", "h w b", "y", "transB", 1), TABLE);
            add("Gemm scaled", gemm(opset, 6, 3).node("Gemm", "h w b", "y", "alpha", 0.5f, "beta", 2f), TABLE);
            add("Gemm without bias", gemm(opset, 6, 3).node("Gemm", "h w", "y"), TABLE);
            add("MatMul on the right", gemm(opset, 6, 3).node("MatMul", "h w", "y"), TABLE);
        }
        add(
                "MatMul on the left",
                start(13, SERIES).floats("w", new int[] {3, 2}, random(3, 6, 0)).node("MatMul", "w h", "y"),
                SERIES);
        add(
                "MatMul of two values",
                start(13, SERIES)
                        .node("Transpose", "h", "t", "perm", new int[] {0, 2, 1})
                        .node("MatMul", "h t", "y"),
                SERIES);
        add(
                "Gemm transposed on the left",
                start(13, TABLE)
                        .node("Transpose", "h", "t")
                        .floats("w", new int[] {6, 3}, random(3, 18, 0))
                        .node("Gemm", "t w", "y", "transA", 1),
                TABLE);
    }

    private void convolutions() {
        Object[][] variants = {
            {},
            {"pads", new int[] {1, 1, 1, 1}},
            {"pads", new int[] {0, 1, 2, 1}},
            {"strides", new int[] {2, 1}},
            {"dilations", new int[] {2, 1}, "pads", new int[] {2, 1, 2, 1}},
            {"auto_pad", "SAME_UPPER", "strides", new int[] {2, 2}},
            {"auto_pad", "SAME_LOWER", "strides", new int[] {2, 2}},
            {"auto_pad", "VALID"}
        };
        for (int i = 0; i < variants.length; i++) {
            add(
                    "Conv 2-D variant " + i,
                    kernel(11 + i % 3, IMAGE, 4, 3, 3).node("Conv", "h w b", "y", variants[i]),
                    IMAGE);
        }
        add("Conv in groups", kernel(13, IMAGE, 2, 3, 3).node("Conv", "h w b", "y", "group", 2), IMAGE);
        add("Conv depthwise", kernel(13, IMAGE, 1, 3, 3).node("Conv", "h w b", "y", "group", 4), IMAGE);
        add(
                "Conv depthwise and dilated",
                kernel(13, IMAGE, 1, 3, 3).node("Conv", "h w b", "y", "group", 4, "dilations", new int[] {2, 2}),
                IMAGE);
        add(
                "Conv depthwise and dilated in a flat window",
                kernel(13, IMAGE, 1, 3, 1).node("Conv", "h w b", "y", "group", 4, "dilations", new int[] {2, 1}),
                IMAGE);
        add(
                "Conv 1-D depthwise and dilated",
                kernel(13, new int[] {4, 7}, 1, 3).node("Conv", "h w b", "y", "group", 4, "dilations", new int[] {2}),
                4,
                7);
        add("Conv without bias", kernel(13, IMAGE, 4, 1, 1).node("Conv", "h w", "y"), IMAGE);
        add("Conv 1-D", kernel(13, SERIES, 2, 3).node("Conv", "h w b", "y", "pads", new int[] {1, 2}), SERIES);
        add(
                "Conv 3-D",
                kernel(13, VOLUME, 2, 3, 2, 2).node("Conv", "h w b", "y", "strides", new int[] {1, 2, 1}),
                VOLUME);
    }

    private void pooling() {
        int[] two = {2, 2};
        int[] three = {3, 3};
        Object[][] variants = {
            {"kernel_shape", two},
            {"kernel_shape", two, "strides", two},
            {"kernel_shape", three, "pads", new int[] {1, 1, 1, 1}},
            {"kernel_shape", three, "strides", two, "pads", new int[] {0, 1, 1, 0}},
            {"kernel_shape", two, "strides", two, "ceil_mode", 1},
            {"kernel_shape", three, "strides", two, "auto_pad", "SAME_UPPER"},
            {"kernel_shape", three, "strides", two, "auto_pad", "SAME_LOWER"},
        };
        for (int opset : new int[] {11, 19}) {
            for (int i = 0; i < variants.length; i++) {
                add(
                        "MaxPool variant " + i,
                        start(opset == 19 ? 13 : opset, IMAGE).node("MaxPool", "h", "y", variants[i]),
                        IMAGE);
                add("AveragePool variant " + i, start(opset, IMAGE).node("AveragePool", "h", "y", variants[i]), IMAGE);
                add(
                        "AveragePool counting pads variant " + i,
                        start(opset, IMAGE).node("AveragePool", "h", "y", with(variants[i], "count_include_pad", 1)),
                        IMAGE);
            }
        }
        add(
                "MaxPool dilated",
                start(13, IMAGE).node("MaxPool", "h", "y", "kernel_shape", two, "dilations", two),
                IMAGE);
        add(
                "MaxPool 1-D",
                start(13, SERIES).node("MaxPool", "h", "y", "kernel_shape", new int[] {3}, "strides", new int[] {2}),
                SERIES);
        add(
                "AveragePool 1-D",
                start(13, SERIES)
                        .node("AveragePool", "h", "y", "kernel_shape", new int[] {3}, "pads", new int[] {1, 1}),
                SERIES);
        add("MaxPool 3-D", start(13, VOLUME).node("MaxPool", "h", "y", "kernel_shape", new int[] {2, 2, 2}), VOLUME);
        add(
                "AveragePool 3-D",
                start(13, VOLUME).node("AveragePool", "h", "y", "kernel_shape", new int[] {2, 2, 2}),
                VOLUME);
        for (int opset : new int[] {13, 19}) {
            add(
                    "AveragePool 1-D past the end",
                    start(opset, 2, 8)
                            .node(
                                    "AveragePool",
                                    "h",
                                    "y",
                                    "kernel_shape",
                                    new int[] {3},
                                    "strides",
                                    new int[] {2},
                                    "pads",
                                    new int[] {1, 0},
                                    "ceil_mode",
                                    1,
                                    "count_include_pad",
                                    1),
                    2,
                    8);
        }
        for (int[] event : new int[][] {SERIES, IMAGE, VOLUME}) {
            for (String op : new String[] {"GlobalAveragePool", "GlobalMaxPool"}) {
                add(op + " " + (event.length - 1) + "-D", start(13, event).node(op, "h", "y"), event);
            }
        }
    }

    private void normalisations() {
        for (int opset : new int[] {11, 14, 15}) {
            add(
                    "BatchNormalization",
                    norm(opset, 4, IMAGE).node("BatchNormalization", "h s b m v", "y", "epsilon", 1e-3f),
                    IMAGE);
        }
        add("BatchNormalization of a table", norm(15, 6, TABLE).node("BatchNormalization", "h s b m v", "y"), TABLE);
        add("BatchNormalization of a series", norm(15, 2, SERIES).node("BatchNormalization", "h s b m v", "y"), SERIES);
        add("InstanceNormalization", norm(13, 4, IMAGE).node("InstanceNormalization", "h s b", "y"), IMAGE);
        add(
                "InstanceNormalization of a series",
                norm(13, 2, SERIES).node("InstanceNormalization", "h s b", "y"),
                SERIES);
        add("LayerNormalization", norm(17, 6, IMAGE).node("LayerNormalization", "h s b", "y", "epsilon", 1e-3f), IMAGE);
        add("LayerNormalization without shift", norm(17, 6, IMAGE).node("LayerNormalization", "h s", "y"), IMAGE);
        add(
                "LayerNormalization over two axes",
                start(17, IMAGE)
                        .floats("s", new int[] {5, 6}, random(8, 30, 1))
                        .node("LayerNormalization", "h s", "y", "axis", 2),
                IMAGE);
        for (String op : new String[] {"Softmax", "LogSoftmax"}) {
            for (int opset : new int[] {11, 12, 13, 18}) {
                add(op + " by default", start(opset, IMAGE).node(op, "h", "y"), IMAGE);
                add(op + " along the channels", start(opset, IMAGE).node(op, "h", "y", "axis", 1), IMAGE);
                add(op + " along axis 2", start(opset, IMAGE).node(op, "h", "y", "axis", 2), IMAGE);
                add(op + " along the last axis", start(opset, TABLE).node(op, "h", "y", "axis", -1), TABLE);
            }
        }
    }

    private void reductions() {
        add("ReduceMean by attribute", start(11, IMAGE).node("ReduceMean", "h", "y", "axes", new int[] {2, 3}), IMAGE);
        add(
                "ReduceMean without dims",
                start(17, IMAGE).node("ReduceMean", "h", "y", "axes", new int[] {-1, -2}, "keepdims", 0),
                IMAGE);
        add("ReduceMean of all", start(13, IMAGE).node("ReduceMean", "h", "y"), IMAGE);
        add(
                "ReduceMean by input",
                start(18, IMAGE).longs("axes", 2, 3).node("ReduceMean", "h axes", "y", "keepdims", 0),
                IMAGE);
        add("ReduceMean of nothing", start(18, IMAGE).node("ReduceMean", "h", "y", "noop_with_empty_axes", 1), IMAGE);
        add("ReduceSum by attribute", start(11, IMAGE).node("ReduceSum", "h", "y", "axes", new int[] {1}), IMAGE);
        add("ReduceSum by input", start(13, IMAGE).longs("axes", -1).node("ReduceSum", "h axes", "y"), IMAGE);
    }
}
