// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.graph.ModelBuilder;
import java.util.List;

/** Whole layers: transposed convolutions, norms of one event, recurrent layers, attention. */
final class LayerCases extends CaseList {

    private static final int HIDDEN = 3;

    static List<Case> all() {
        var table = new LayerCases();
        table.linear();
        table.pooling();
        table.norms();
        table.recurrent();
        table.attention();
        return table.cases;
    }

    private void linear() {
        Object[][] variants = {
            {},
            {"strides", new int[] {2, 2}},
            {"strides", new int[] {2, 1}, "pads", new int[] {1, 0, 1, 1}, "output_padding", new int[] {1, 0}},
            {"dilations", new int[] {2, 1}},
            {"strides", new int[] {2, 2}, "auto_pad", "SAME_UPPER"},
            {"strides", new int[] {2, 2}, "output_shape", new int[] {10, 12}},
        };
        for (int i = 0; i < variants.length; i++) {
            add(
                    "ConvTranspose variant " + i,
                    start(11, IMAGE)
                            .floats("w", new int[] {4, 3, 3, 3}, random(6, 108, 0))
                            .floats("b", new int[] {3}, random(7, 3, 0))
                            .node("ConvTranspose", "h w b", "y", variants[i]),
                    IMAGE);
        }
        add(
                "ConvTranspose 1-D in groups without bias",
                start(11, SERIES)
                        .floats("w", new int[] {2, 2, 3}, random(6, 12, 0))
                        .node("ConvTranspose", "h w", "y", "group", 2, "strides", new int[] {2}),
                SERIES);
        add(
                "Einsum of a value and a weight",
                start(13, SERIES)
                        .floats("w", new int[] {2, 5, 7}, random(6, 70, 0))
                        .node("Einsum", "h w", "y", "equation", "bct,cut->bu"),
                SERIES);
        add(
                "Einsum of two values",
                start(13, SERIES).node("Exp", "h", "e").node("Einsum", "h e", "y", "equation", "bit,bjt->bij"),
                SERIES);
    }

    private void pooling() {
        int[] two = {2, 2};
        for (int p : new int[] {2, 3}) {
            add(
                    "LpPool " + p,
                    start(18, IMAGE)
                            .node("LpPool", "h", "y", "kernel_shape", two, "p", p, "pads", new int[] {0, 1, 1, 0}),
                    true,
                    IMAGE);
            add("GlobalLpPool " + p, start(13, IMAGE).node("GlobalLpPool", "h", "y", "p", p), true, IMAGE);
        }
    }

    private void norms() {
        add(
                "GroupNormalization of channels",
                start(21, IMAGE)
                        .floats("s", new int[] {4}, random(8, 4, 1))
                        .floats("b", new int[] {4}, random(9, 4, 0))
                        .node("GroupNormalization", "h s b", "y", "num_groups", 2, "epsilon", 1e-3f),
                IMAGE);
        add(
                "GroupNormalization of groups",
                start(18, IMAGE)
                        .floats("s", new int[] {2}, random(8, 2, 1))
                        .floats("b", new int[] {2}, random(9, 2, 0))
                        .node("GroupNormalization", "h s b", "y", "num_groups", 2),
                IMAGE);
        add(
                "RMSNormalization",
                start(23, IMAGE).floats("s", new int[] {6}, random(8, 6, 1)).node("RMSNormalization", "h s", "y"),
                IMAGE);
        for (int p : new int[] {1, 2}) {
            add("LpNormalization " + p, start(13, SERIES).node("LpNormalization", "h", "y", "p", p, "axis", 1), SERIES);
        }
        for (int size : new int[] {3, 5}) {
            add(
                    "LRN over " + size,
                    start(13, IMAGE).node("LRN", "h", "y", "size", size, "alpha", 0.5f, "beta", 0.5f, "bias", 2f),
                    IMAGE);
        }
        add(
                "MeanVarianceNormalization",
                start(13, IMAGE).node("MeanVarianceNormalization", "h", "y", "axes", new int[] {2, 3}),
                IMAGE);
    }

    private void recurrent() {
        for (String direction : new String[] {"forward", "reverse", "bidirectional"}) {
            last("RNN", 1, direction);
            last("GRU", 3, direction);
            last("GRU", 3, direction, "linear_before_reset", 1);
            last("LSTM", 4, direction);
        }
        add(
                "LSTM, all its states, with peepholes and where it begins",
                layer("LSTM", 4, 1)
                        .floats("at", new int[] {1, 1, HIDDEN}, random(15, HIDDEN, 0))
                        .longs("events", 1)
                        .floats("peep", new int[] {1, 3 * HIDDEN}, random(16, 3 * HIDDEN, 0))
                        .node("Shape", "t", "all", "start", 1, "end", 2)
                        .node("Concat", "events all hidden", "states", "axis", 0)
                        .longs("hidden", HIDDEN)
                        .node("Expand", "at states", "begin")
                        .node("LSTM", "t w r b - begin begin peep", "steps", "hidden_size", HIDDEN)
                        .node("Transpose", "steps", "y", "perm", new int[] {2, 0, 1, 3}),
                SERIES);
        add(
                "RNN without shift, with another activation",
                layer("RNN", 1, 1)
                        .node("RNN", "t w r", "- last", "hidden_size", HIDDEN, "activations", List.of("Relu"))
                        .node("Transpose", "last", "y", "perm", new int[] {1, 0, 2}),
                SERIES);
    }

    private void last(String op, int gates, String direction, Object... attributes) {
        int directions = direction.equals("bidirectional") ? 2 : 1;
        Object[] all = with(attributes, "hidden_size", HIDDEN, "direction", direction);
        add(
                op + " " + direction + (attributes.length > 0 ? ", linear before reset" : ""),
                layer(op, gates, directions)
                        .node(op, "t w r b", "- last", all)
                        .node("Transpose", "last", "y", "perm", new int[] {1, 0, 2}),
                SERIES);
    }

    /** The series as [time, events, inputs], and weights. */
    private static ModelBuilder layer(String op, int gates, int directions) {
        int width = gates * HIDDEN;
        return start(15, SERIES)
                .floats("w", new int[] {directions, width, 2}, random(12, directions * width * 2, 0))
                .floats("r", new int[] {directions, width, HIDDEN}, random(13, directions * width * HIDDEN, 0))
                .floats("b", new int[] {directions, 2 * width}, random(14, directions * 2 * width, 0))
                .node("Transpose", "h", "t", "perm", new int[] {2, 0, 1});
    }

    private void attention() {
        Object[][] variants = {
            {}, {"is_causal", 1}, {"scale", 0.3f, "softcap", 2f},
        };
        for (int i = 0; i < variants.length; i++) {
            add(
                    "Attention of two heads variant " + i,
                    projections()
                            .node("Attention", "q k v", "y", with(variants[i], "q_num_heads", 2, "kv_num_heads", 2)),
                    5,
                    4);
        }
        add(
                "Attention with a mask that is added",
                projections()
                        .floats("m", new int[] {5, 5}, random(20, 25, 0))
                        .node("Attention", "q k v m", "y", "q_num_heads", 2, "kv_num_heads", 2),
                5,
                4);
        for (int interleaved : new int[] {0, 1}) {
            add(
                    "RotaryEmbedding interleaved " + interleaved,
                    start(23, 2, 5, 4)
                            .floats("cos", new int[] {1, 5, 2}, random(17, 10, 0))
                            .floats("sin", new int[] {1, 5, 2}, random(18, 10, 0))
                            .node("Shape", "h", "n", "end", 1)
                            .longs("rest", 5, 2)
                            .node("Concat", "n rest", "to", "axis", 0)
                            .node("Expand", "cos to", "c")
                            .node("Expand", "sin to", "s")
                            .node("RotaryEmbedding", "h c s", "y", "interleaved", interleaved),
                    2,
                    5,
                    4);
        }
    }

    private static ModelBuilder projections() {
        ModelBuilder model = start(23, 5, 4);
        for (String name : new String[] {"q", "k", "v"}) {
            model.floats("w" + name, new int[] {4, 4}, random(name.charAt(0), 16, 0))
                    .node("MatMul", "h w" + name, name);
        }
        return model;
    }
}
