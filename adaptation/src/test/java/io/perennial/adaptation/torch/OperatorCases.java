// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.graph.ModelBuilder.longTensor;
import static io.perennial.adaptation.graph.ModelBuilder.tensor;

import io.perennial.adaptation.graph.ModelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One small model per operator and per way of using it. In each, a parameter {@code p} of the events' shape is added
 * to the input first, so that the gradient through the operator shows in it.
 */
final class OperatorCases {

    /**
     * @param name operator, variant and opset
     * @param model the bytes
     * @param positive whether the operator wants positive inputs
     * @param event shape of one event
     */
    record Case(String name, byte[] model, boolean positive, int... event) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final int[] TABLE = {6};
    private static final int[] SERIES = {2, 7};
    private static final int[] IMAGE = {4, 5, 6};
    private static final int[] VOLUME = {2, 4, 4, 3};

    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() {
        var table = new OperatorCases();
        table.arithmetic();
        table.activations();
        table.linear();
        table.convolutions();
        table.pooling();
        table.normalisations();
        table.reductions();
        table.reshaping();
        table.picking();
        table.shapes();
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
            add("GlobalAveragePool", start(13, event).node("GlobalAveragePool", "h", "y"), event);
            add("GlobalMaxPool", start(13, event).node("GlobalMaxPool", "h", "y"), event);
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

    private void reshaping() {
        for (int opset : new int[] {11, 13, 14, 21}) {
            add(
                    "Reshape with 0 and -1",
                    start(opset, IMAGE).longs("to", 0, -1, 10).node("Reshape", "h to", "y"),
                    IMAGE);
            add("Reshape led by -1", start(opset, IMAGE).longs("to", -1, 120).node("Reshape", "h to", "y"), IMAGE);
            add("Flatten", start(opset, IMAGE).node("Flatten", "h", "y"), IMAGE);
        }
        add("Flatten at axis 2", start(13, IMAGE).node("Flatten", "h", "y", "axis", 2), IMAGE);
        add("Flatten at axis 0", start(13, IMAGE).node("Flatten", "h", "y", "axis", 0), IMAGE);
        add("Flatten at the end", start(13, IMAGE).node("Flatten", "h", "y", "axis", -1), IMAGE);
        add("Transpose", start(13, IMAGE).node("Transpose", "h", "y", "perm", new int[] {0, 2, 3, 1}), IMAGE);
        add("Transpose by default", start(13, IMAGE).node("Transpose", "h", "y"), IMAGE);
        add("Unsqueeze by attribute", start(11, TABLE).node("Unsqueeze", "h", "y", "axes", new int[] {1, -1}), TABLE);
        add("Unsqueeze by input", start(13, TABLE).longs("axes", 0, 3).node("Unsqueeze", "h axes", "y"), TABLE);
        add("Squeeze by attribute", start(11, 1, 6).node("Squeeze", "h", "y", "axes", new int[] {1}), 1, 6);
        add("Squeeze by input", start(13, 1, 6).longs("axes", 1).node("Squeeze", "h axes", "y"), 1, 6);
        add("Squeeze of all", start(13, 1, 6).node("Squeeze", "h", "y"), 1, 6);
        add("Expand", start(13, 1, 6).longs("to", 1, 4, 1).node("Expand", "h to", "y"), 1, 6);
        add("Concat", start(13, IMAGE).node("Exp", "h", "e").node("Concat", "h e h", "y", "axis", 1), IMAGE);
        add("Concat at the end", start(11, IMAGE).node("Exp", "h", "e").node("Concat", "h e", "y", "axis", -1), IMAGE);
    }

    private void picking() {
        add(
                "Slice",
                start(11, IMAGE)
                        .longs("from", 1, 0)
                        .longs("to", 3, -1)
                        .longs("axes", 2, -1)
                        .node("Slice", "h from to axes", "y"),
                IMAGE);
        add(
                "Slice with steps",
                start(13, IMAGE)
                        .longs("from", 0, -1)
                        .longs("to", 1L << 40, -(1L << 40))
                        .longs("axes", 2, 3)
                        .longs("by", 2, -2)
                        .node("Slice", "h from to axes by", "y"),
                IMAGE);
        add("Gather one", start(13, IMAGE).scalar("at", 1).node("Gather", "h at", "y", "axis", 2), IMAGE);
        add("Gather some", start(11, IMAGE).longs("at", 0, -1, 0).node("Gather", "h at", "y", "axis", 1), IMAGE);
        add(
                "Split evenly",
                start(11, TABLE).node("Split", "h", "a b c", "axis", 1).node("Mul", "a c", "y"),
                TABLE);
        add(
                "Split by input",
                start(13, TABLE)
                        .longs("parts", 2, 2, 2)
                        .node("Split", "h parts", "a b c", "axis", 1)
                        .node("Mul", "a c", "y"),
                TABLE);
        for (int opset : new int[] {11, 13, 18, 19}) {
            for (String mode : new String[] {"constant", "reflect", "edge"}) {
                add(
                        "Pad " + mode,
                        start(opset, IMAGE)
                                .longs("pads", 0, 0, 1, 2, 0, 0, 2, 0)
                                .node("Pad", "h pads", "y", "mode", mode),
                        IMAGE);
            }
        }
        add(
                "Pad with a value",
                start(13, IMAGE)
                        .longs("pads", 0, 1, 0, 0, 0, 0, 0, 1)
                        .floats("fill", new int[] {}, 0.7f)
                        .node("Pad", "h pads fill", "y"),
                IMAGE);
        add(
                "Pad of some axes",
                start(18, IMAGE)
                        .longs("pads", 1, 2)
                        .longs("axes", -1)
                        .node("Pad", "h pads - axes", "y", "mode", "reflect"),
                IMAGE);
        add(
                "Pad that crops",
                start(13, IMAGE).longs("pads", 0, 0, -1, 0, 0, 0, 0, -1).node("Pad", "h pads", "y"),
                IMAGE);
    }

    /** Shape arithmetic as exporters emit it around a view. */
    private void shapes() {
        add(
                "Shape, Gather, Unsqueeze, Concat, Reshape",
                start(11, IMAGE)
                        .scalar("zero", 0)
                        .longs("rest", -1)
                        .node("Shape", "h", "shape")
                        .node("Gather", "shape zero", "events")
                        .node("Unsqueeze", "events", "list", "axes", new int[] {0})
                        .node("Concat", "list rest", "to", "axis", 0)
                        .node("Reshape", "h to", "y"),
                IMAGE);
        add(
                "Shape, Slice, Cast, Mul, Div, Concat, Reshape",
                start(15, IMAGE)
                        .longs("one", 1)
                        .longs("two", 2)
                        .longs("four", 4)
                        .node("Shape", "h", "shape")
                        .node("Slice", "shape two four", "sides")
                        .node("Shape", "h", "events", "end", 1)
                        .node("Constant", "", "c", "value", longTensor("", new int[] {2}, 1, 2))
                        .node("Div", "sides c", "less")
                        .node("Cast", "less", "cast", "to", 7)
                        .node("Slice", "shape one two", "channels")
                        .node("Mul", "channels two", "more")
                        .node("Concat", "events more cast", "to", "axis", 0)
                        .node("Reshape", "h to", "y"),
                IMAGE);
        add(
                "Shape, ConstantOfShape, Mul, Equal, Where, Expand",
                start(13, 1, 6)
                        .longs("three", 3)
                        .longs("minus", -1)
                        .longs("want", 1, -1, 6)
                        .node("ConstantOfShape", "three", "ones", "value", longTensor("", new int[] {1}, 1))
                        .node("Mul", "ones minus", "wild")
                        .node("Equal", "want wild", "any")
                        .node("Where", "any ones want", "to")
                        .node("Expand", "h to", "y"),
                1,
                6);
        add(
                "ConstantOfShape in float32",
                start(13, TABLE)
                        .longs("six", 6)
                        .node("ConstantOfShape", "six", "c", "value", tensor("", new int[] {1}, 2.5f))
                        .node("Mul", "h c", "y"),
                TABLE);
        add(
                "Constant lists",
                start(13, TABLE)
                        .node("Constant", "", "c", "value_floats", new float[] {1, 2, 3, 4, 5, 6})
                        .node("Constant", "", "d", "value_float", 0.5f)
                        .node("Mul", "h c", "e")
                        .node("Add", "e d", "y"),
                TABLE);
        add(
                "Constants that are computed with",
                start(13, TABLE)
                        .floats("c", new int[] {2, 3}, random(5, 6, 0))
                        .longs("to", 6)
                        .node("Transpose", "c", "t")
                        .node("Reshape", "t to", "r")
                        .node("Sub", "h r", "y"),
                TABLE);
    }

    private void unary(String op, int opset, boolean positive, Object... attributes) {
        add(
                op + (attributes.length > 0 ? " with attributes" : ""),
                start(opset, IMAGE).node(op, "h", "y", attributes),
                positive,
                IMAGE);
    }

    private void add(String name, ModelBuilder model, int... event) {
        add(name, model, false, event);
    }

    private void add(String name, ModelBuilder model, boolean positive, int... event) {
        byte[] bytes = model.output("y");
        cases.add(new Case(name + ", opset " + model.opset(), bytes, positive, event));
    }

    private static ModelBuilder start(int opset, int... event) {
        var shape = new int[event.length + 1];
        shape[0] = 1;
        System.arraycopy(event, 0, shape, 1, event.length);
        int length = 1;
        for (int extent : event) {
            length *= extent;
        }
        return new ModelBuilder(opset, 0, event)
                .floats("p", shape, new float[length])
                .node("Add", "x p", "h");
    }

    private static ModelBuilder bounded(int opset) {
        return start(opset, IMAGE).floats("lo", new int[] {}, -1).floats("hi", new int[] {}, 1.25f);
    }

    private static ModelBuilder gemm(int opset, int rows, int columns) {
        return start(opset, TABLE)
                .floats("w", new int[] {rows, columns}, random(3, rows * columns, 0))
                .floats("b", new int[] {3}, random(4, 3, 0));
    }

    private static ModelBuilder kernel(int opset, int[] event, int inputs, int... extents) {
        int[] shape = new int[extents.length + 2];
        shape[0] = 4;
        shape[1] = inputs;
        int length = 4 * inputs;
        for (int i = 0; i < extents.length; i++) {
            shape[i + 2] = extents[i];
            length *= extents[i];
        }
        return start(opset, event).floats("w", shape, random(6, length, 0)).floats("b", new int[] {4}, random(7, 4, 0));
    }

    private static ModelBuilder norm(int opset, int channels, int... event) {
        var shape = new int[] {channels};
        return start(opset, event)
                .floats("s", shape, random(8, channels, 1))
                .floats("b", shape, random(9, channels, 0))
                .floats("m", shape, random(10, channels, 0))
                .floats("v", shape, random(11, channels, 2));
    }

    private static Object[] with(Object[] attributes, Object... more) {
        var all = new ArrayList<>(List.of(attributes));
        all.addAll(List.of(more));
        return all.toArray();
    }

    /** Uniform within 0.5 of the centre. */
    private static float[] random(long seed, int length, float centre) {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = centre + random.nextFloat() - 0.5f;
        }
        return values;
    }
}
