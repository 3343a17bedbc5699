// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static io.perennial.adaptation.graph.ModelBuilder.longTensor;
import static io.perennial.adaptation.graph.ModelBuilder.tensor;

import java.util.List;

/** Operators that move values without computing, and the shape arithmetic around them. */
final class ShapeCases extends CaseList {

    static List<Case> all() {
        var table = new ShapeCases();
        table.reshaping();
        table.picking();
        table.shapes();
        return table.cases;
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
}
