// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import java.util.List;

/** Picking, writing and repeating by indices, and images in another layout or size. */
final class SelectionCases extends CaseList {

    static List<Case> all() {
        var table = new SelectionCases();
        table.picking();
        table.writing();
        table.making();
        table.moving();
        table.resizing();
        return table.cases;
    }

    private void picking() {
        for (int largest : new int[] {0, 1}) {
            add(
                    "TopK largest " + largest,
                    start(13, SERIES)
                            .longs("k", 3)
                            .node("TopK", "h k", "v at", "axis", 2, "largest", largest)
                            .node("Cast", "at", "c", "to", 1)
                            .node("Mul", "v c", "y"),
                    SERIES);
        }
        add(
                "GatherElements",
                start(13, SERIES)
                        .longs("k", 3)
                        .node("TopK", "h k", "v at", "axis", 2)
                        .node("Exp", "h", "e")
                        .node("GatherElements", "e at", "y", "axis", 2),
                SERIES);
        add(
                "GatherElements by indices of the file",
                start(15, TABLE)
                        .longs("at", new int[] {4, 1}, 0, -1, 0, 3)
                        .longs("four", 4)
                        .node("Shape", "h", "events", "end", 1)
                        .node("Concat", "four events", "to", "axis", 0)
                        .node("Expand", "at to", "all")
                        .node("Transpose", "h", "t")
                        .node("GatherElements", "t all", "g")
                        .node("Transpose", "g", "y"),
                TABLE);
        add(
                "GatherND of each event",
                start(13, TABLE)
                        .longs("one", 1)
                        .node("ArgMin", "h", "at", "axis", 1)
                        .node("GatherND", "h at", "g", "batch_dims", 1)
                        .node("Unsqueeze", "g one", "y"),
                TABLE);
        add(
                "GatherND of pixels",
                start(13, IMAGE)
                        .longs("at", new int[] {2, 3}, 0, 1, 2, 3, -1, 0)
                        .node("Transpose", "h", "t", "perm", new int[] {1, 2, 3, 0})
                        .node("GatherND", "t at", "g")
                        .node("Transpose", "g", "y"),
                IMAGE);
        add(
                "Compress",
                start(13, SERIES)
                        .longs("m", 1, 0, 1, 1, 0, 0, 1)
                        .node("Cast", "m", "t", "to", 9)
                        .node("Compress", "h t", "y", "axis", 2),
                SERIES);
        add(
                "NonZero, Gather",
                start(13, TABLE)
                        .longs("m", 1, 0, 1, 1, 0, 1)
                        .longs("to", -1)
                        .node("NonZero", "m", "n")
                        .node("Reshape", "n to", "at")
                        .node("Gather", "h at", "y", "axis", 1),
                TABLE);
        add("Hardmax", start(13, TABLE).node("Hardmax", "h", "m", "axis", 1).node("Mul", "m h", "y"), TABLE);
        add("Hardmax of a matrix", start(11, IMAGE).node("Hardmax", "h", "m").node("Mul", "m h", "y"), IMAGE);
        for (int upper : new int[] {0, 1}) {
            add("Trilu upper " + upper, start(14, IMAGE).node("Trilu", "h", "y", "upper", upper), IMAGE);
        }
        add(
                "Trilu of integers above the diagonal",
                start(14, 3, 3)
                        .longs("a", new int[] {3, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9)
                        .scalar("k", 1)
                        .node("Trilu", "a k", "u")
                        .node("Cast", "u", "c", "to", 1)
                        .node("Mul", "h c", "y"),
                3,
                3);
    }

    private void writing() {
        for (String reduction : new String[] {"none", "add"}) {
            add(
                    "ScatterElements " + reduction,
                    start(16, SERIES)
                            .longs("k", 2)
                            .node("TopK", "h k", "v at", "axis", 2)
                            .node("Exp", "v", "e")
                            .node("ScatterElements", "h at e", "y", "axis", 2, "reduction", reduction),
                    SERIES);
            add(
                    "ScatterND " + reduction,
                    start(16, TABLE)
                            .longs("at", new int[] {2, 1}, 4, 1)
                            .longs("from", 0)
                            .longs("to", 2)
                            .node("Transpose", "h", "t")
                            .node("Slice", "t from to", "some")
                            .node("Exp", "some", "e")
                            .node("ScatterND", "t at e", "s", "reduction", reduction)
                            .node("Transpose", "s", "y"),
                    TABLE);
        }
    }

    private void making() {
        add(
                "OneHot",
                start(13, TABLE)
                        .scalar("depth", 6)
                        .floats("values", new int[] {2}, 0.5f, 2)
                        .node("ArgMax", "h", "at", "axis", 1, "keepdims", 0)
                        .node("OneHot", "at depth values", "o")
                        .node("Mul", "o h", "y"),
                TABLE);
        add(
                "OneHot of indices of the file",
                start(13, TABLE)
                        .longs("at", 3, -1, 0, 0, 9, 2)
                        .scalar("depth", 6)
                        .floats("values", new int[] {2}, 0.5f, 2)
                        .node("OneHot", "at depth values", "o", "axis", 0)
                        .node("MatMul", "h o", "y"),
                TABLE);
        add(
                "Range of integers",
                start(13, TABLE)
                        .scalar("a", 5)
                        .scalar("b", -1)
                        .scalar("c", -2)
                        .node("Range", "a b c", "at")
                        .node("Gather", "h at", "y", "axis", 1),
                TABLE);
        add(
                "Range of numbers",
                start(13, TABLE)
                        .floats("a", new int[] {}, 0.5f)
                        .floats("b", new int[] {}, 3.5f)
                        .floats("c", new int[] {}, 0.5f)
                        .node("Range", "a b c", "r")
                        .node("Mul", "h r", "y"),
                TABLE);
        add(
                "EyeLike",
                start(13, TABLE)
                        .floats("c", new int[] {6, 4}, random(3, 24, 0))
                        .node("EyeLike", "c", "e", "k", 1)
                        .node("MatMul", "h e", "y"),
                TABLE);
        add(
                "Size",
                start(13, TABLE)
                        .floats("c", new int[] {2, 3}, random(3, 6, 0))
                        .node("Size", "c", "n")
                        .node("Cast", "n", "f", "to", 1)
                        .node("Mul", "h f", "y"),
                TABLE);
        add(
                "CastLike",
                start(15, TABLE)
                        .longs("a", 1, 2, 3, 4, 5, 6)
                        .node("CastLike", "a h", "c")
                        .node("Mul", "h c", "y"),
                TABLE);
    }

    private void moving() {
        add("Tile", start(13, SERIES).longs("n", 1, 2, 3).node("Tile", "h n", "y"), SERIES);
        add(
                "ReverseSequence",
                start(13, SERIES)
                        .longs("n", 3, 7)
                        .node("Transpose", "h", "t", "perm", new int[] {2, 1, 0})
                        .node("ReverseSequence", "t n", "r")
                        .node("Transpose", "r", "y", "perm", new int[] {2, 1, 0}),
                SERIES);
        for (String mode : new String[] {"DCR", "CRD"}) {
            add(
                    "DepthToSpace " + mode,
                    start(13, 8, 2, 3).node("DepthToSpace", "h", "y", "blocksize", 2, "mode", mode),
                    8,
                    2,
                    3);
        }
        add("SpaceToDepth", start(13, 2, 4, 6).node("SpaceToDepth", "h", "y", "blocksize", 2), 2, 4, 6);
        add(
                "Integers of two axes that are moved",
                start(13, TABLE)
                        .longs("a", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
                        .longs("from", 0, 1)
                        .longs("to", 9, 9)
                        .longs("flat", -1)
                        .node("Transpose", "a", "t")
                        .node("Concat", "t t", "c", "axis", 1)
                        .node("Slice", "c from to", "s")
                        .node("Split", "s", "u v w", "axis", 1)
                        .node("Concat", "u w", "j", "axis", 1)
                        .node("Reshape", "j flat", "k")
                        .node("Cast", "k", "f", "to", 1)
                        .node("Mul", "h f", "y"),
                TABLE);
    }

    private void resizing() {
        Object[][] variants = {
            {"mode", "nearest"},
            {"mode", "nearest", "coordinate_transformation_mode", "asymmetric", "nearest_mode", "floor"},
            {"mode", "linear"},
            {"mode", "linear", "coordinate_transformation_mode", "align_corners"},
            {"mode", "linear", "coordinate_transformation_mode", "pytorch_half_pixel"},
            {"mode", "cubic"},
            {"mode", "cubic", "cubic_coeff_a", -0.5f, "exclude_outside", 1},
        };
        for (int i = 0; i < variants.length; i++) {
            add(
                    "Resize by scales variant " + i,
                    start(13 + i % 2 * 5, IMAGE)
                            .floats("scales", new int[] {4}, 1, 1, 2, 1.5f)
                            .node("Resize", "h - scales", "y", variants[i]),
                    IMAGE);
            add(
                    "Resize to a smaller size variant " + i,
                    start(18, IMAGE)
                            .longs("size", 4, 3)
                            .node("Resize", "h - - size", "y", with(variants[i], "axes", new int[] {2, 3})),
                    IMAGE);
        }
    }
}
