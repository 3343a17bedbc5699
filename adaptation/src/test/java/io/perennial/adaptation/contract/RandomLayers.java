// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.contract.GraphDraft.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Layers with weights, pooling and normalisation at random. Each gives null where it does not fit the value. */
final class RandomLayers {

    /** Fewer values than that are so alike by chance that normalising them magnifies rounding. */
    private static final int LEAST_NORMALISED = 8;

    private RandomLayers() {}

    static Value conv(GraphDraft d, Value h) {
        if (h.rank() < 2) {
            return null;
        }
        int rank = h.rank() - 1;
        int channels = h.event()[0];
        int groups = channels % 2 == 0 && d.flip() ? 2 : d.flip() ? channels : 1;
        boolean same = d.random().nextInt(4) == 0;
        int[] kernel = draw(d, rank, 1, 3);
        int[] strides = draw(d, rank, 1, 2);
        int[] dilations = same ? draw(d, rank, 1, 1) : draw(d, rank, 1, 2);
        int[] pads = draw(d, 2 * rank, 0, same ? 0 : 2);
        var event = new int[rank + 1];
        event[0] = groups * d.between(1, 2);
        for (int i = 0; i < rank; i++) {
            int room = h.event()[i + 1] + pads[i] + pads[rank + i] - dilations[i] * (kernel[i] - 1) - 1;
            event[i + 1] =
                    same ? (h.event()[i + 1] + strides[i] - 1) / strides[i] : Math.floorDiv(room, strides[i]) + 1;
        }
        if (Arrays.stream(event).anyMatch(extent -> extent < 1)
                || GraphDraft.length(event) > GraphDraft.LARGEST_EVENT) {
            return null;
        }
        int terms = channels / groups * GraphDraft.length(kernel);
        String inputs = h.name() + " " + d.floats(0, 1 / Math.sqrt(terms), concat(event[0], channels / groups, kernel));
        if (d.flip()) {
            inputs += " " + d.floats(0, 0.3, event[0]);
        }
        var attributes = new ArrayList<Object>(
                List.of("kernel_shape", kernel, "strides", strides, "dilations", dilations, "group", groups));
        attributes.addAll(same ? List.of("auto_pad", d.flip() ? "SAME_UPPER" : "SAME_LOWER") : List.of("pads", pads));
        return d.rounded("Conv", inputs, terms, event, attributes.toArray());
    }

    static Value maxPool(GraphDraft d, Value h) {
        return pool(d, h, "MaxPool");
    }

    static Value averagePool(GraphDraft d, Value h) {
        return pool(d, h, "AveragePool");
    }

    private static Value pool(GraphDraft d, Value h, String op) {
        // ONNX Runtime 1.28 merges padding into the pooling behind it, and refuses its own work where that is too much.
        if (h.rank() < 2 || d.endsWith("Pad")) {
            return null;
        }
        boolean max = op.equals("MaxPool");
        int rank = h.rank() - 1;
        int[] kernel = draw(d, rank, 2, 3);
        int[] strides = draw(d, rank, 1, 2);
        // A window that is let past the end begins inside, and one that is spread out sees no padding.
        boolean ceil = d.random().nextInt(4) == 0;
        int[] dilations = max && !ceil && d.random().nextInt(4) == 0 ? draw(d, rank, 1, 2) : draw(d, rank, 1, 1);
        boolean bare = ceil || Arrays.stream(dilations).anyMatch(dilation -> dilation > 1);
        int[] pads = draw(d, 2 * rank, 0, bare ? 0 : 1);
        var event = h.event().clone();
        for (int i = 0; i < rank; i++) {
            int room = event[i + 1] + pads[i] + pads[rank + i] - dilations[i] * (kernel[i] - 1) - 1;
            if (room < 0) {
                return null;
            }
            event[i + 1] = (ceil ? room + strides[i] - 1 : room) / strides[i] + 1;
        }
        var attributes = new ArrayList<Object>(
                List.of("kernel_shape", kernel, "strides", strides, "pads", pads, "ceil_mode", ceil ? 1 : 0));
        if (max) {
            attributes.addAll(List.of("dilations", dilations));
            d.kink(
                    h,
                    Kink.largestOf(new Windows(
                            kernel,
                            strides,
                            dilations,
                            Arrays.copyOf(pads, rank),
                            Arrays.copyOfRange(event, 1, event.length))));
            return d.exact(op, h.name(), event, attributes.toArray());
        }
        attributes.addAll(List.of("count_include_pad", d.flip() ? 1 : 0));
        return d.rounded(op, h.name(), GraphDraft.length(kernel), event, attributes.toArray());
    }

    static Value globalPool(GraphDraft d, Value h) {
        if (h.rank() < 2) {
            return null;
        }
        int[] event = draw(d, h.rank(), 1, 1);
        event[0] = h.event()[0];
        if (d.flip()) {
            return d.rounded("GlobalAveragePool", h.name(), h.length() / event[0], event);
        }
        d.kink(h, Kink.largestOf(Windows.whole(h.event())));
        return d.exact("GlobalMaxPool", h.name(), event);
    }

    static Value batchNorm(GraphDraft d, Value h) {
        int channels = h.event()[0];
        int together = d.batch() * h.length() / channels;
        if (together < LEAST_NORMALISED) {
            return null;
        }
        String others = String.join(
                " ",
                d.uniform(0.5, 1.5, channels),
                d.floats(0, 0.3, channels),
                d.floats(0, 0.3, channels),
                d.uniform(0.5, 1.5, channels));
        return d.normalised("BatchNormalization", h, others, together, "epsilon", d.flip() ? 1e-5f : 1e-3f);
    }

    static Value instanceNorm(GraphDraft d, Value h) {
        int channels = h.event()[0];
        if (h.rank() < 2 || h.length() / channels < LEAST_NORMALISED) {
            return null;
        }
        String others = d.uniform(0.5, 1.5, channels) + " " + d.floats(0, 0.3, channels);
        return d.normalised("InstanceNormalization", h, others, h.length() / channels, "epsilon", 1e-3f);
    }

    static Value layerNorm(GraphDraft d, Value h) {
        int axes = h.rank() > 1 && d.flip() ? 2 : 1;
        int[] normalised = Arrays.copyOfRange(h.event(), h.rank() - axes, h.rank());
        int together = GraphDraft.length(normalised);
        if (d.opset() < 17 || together < LEAST_NORMALISED) {
            return null;
        }
        String others = d.uniform(0.5, 1.5, normalised) + (d.flip() ? " " + d.floats(0, 0.3, normalised) : "");
        return d.normalised("LayerNormalization", h, others, together, "axis", -axes, "epsilon", 1e-3f);
    }

    static Value softmax(GraphDraft d, Value h) {
        String op = d.flip() ? "Softmax" : "LogSoftmax";
        int axis = d.between(1, h.rank());
        // Before opset 13 everything behind the axis is one row.
        int together = d.opset() < 13
                ? GraphDraft.length(Arrays.copyOfRange(h.event(), axis - 1, h.rank()))
                : h.event()[axis - 1];
        return together < 2 ? null : d.rounded(op, h.name(), together, h.event(), "axis", axis);
    }

    static Value gemm(GraphDraft d, Value h) {
        return h.rank() == 1 ? gemm(d, h, d.between(2, 10)) : null;
    }

    /** Of a value [B, F] to so many columns. */
    static Value gemm(GraphDraft d, Value h, int columns) {
        int rows = h.event()[0];
        boolean transposed = d.flip();
        double spread = 1 / Math.sqrt(rows);
        String w = transposed ? d.floats(0, spread, columns, rows) : d.floats(0, spread, rows, columns);
        var attributes = new ArrayList<Object>(List.of("transB", transposed ? 1 : 0));
        if (d.random().nextInt(4) == 0) {
            attributes.addAll(List.of("alpha", 0.75f, "beta", 1.5f));
        }
        String bias = d.random().nextInt(4) == 0 ? "" : " " + d.floats(0, 0.3, columns);
        return d.rounded("Gemm", h.name() + " " + w + bias, rows, new int[] {columns}, attributes.toArray());
    }

    static Value matMul(GraphDraft d, Value h) {
        int[] event = h.event().clone();
        boolean left = h.rank() == 2 && d.flip();
        int at = left ? 0 : h.rank() - 1;
        int terms = event[at];
        event[at] = d.between(2, 6);
        if (GraphDraft.length(event) > GraphDraft.LARGEST_EVENT) {
            return null;
        }
        double spread = 1 / Math.sqrt(terms);
        String inputs = left
                ? d.floats(0, spread, event[at], terms) + " " + h.name()
                : h.name() + " " + d.floats(0, spread, terms, event[at]);
        return d.rounded("MatMul", inputs, terms, event);
    }

    private static int[] draw(GraphDraft d, int count, int low, int high) {
        var drawn = new int[count];
        Arrays.setAll(drawn, i -> d.between(low, high));
        return drawn;
    }

    private static int[] concat(int out, int in, int... kernel) {
        var shape = new int[kernel.length + 2];
        shape[0] = out;
        shape[1] = in;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return shape;
    }
}
