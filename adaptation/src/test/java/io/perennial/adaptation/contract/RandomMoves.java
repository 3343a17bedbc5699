// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import io.perennial.adaptation.contract.GraphDraft.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Moving and reducing values at random, with the arithmetic of shapes. Each gives null where it does not fit the value. */
final class RandomMoves {

    /** ONNX's number of the type. */
    private static final int INT64 = 7;

    private RandomMoves() {}

    static Value transpose(GraphDraft d, Value h) {
        if (h.rank() < 2) {
            return null;
        }
        var perm = new int[h.rank() + 1];
        var event = new int[h.rank()];
        int turn = d.between(1, h.rank() - 1);
        for (int i = 0; i < h.rank(); i++) {
            int from = (i + turn) % h.rank();
            event[i] = h.event()[from];
            perm[i + 1] = from + 1;
        }
        return d.exact("Transpose", h.name(), event, "perm", perm);
    }

    static Value flatten(GraphDraft d, Value h) {
        return h.rank() < 2 ? null : d.exact("Flatten", h.name(), new int[] {h.length()});
    }

    /** To a matrix or a series per event, as exporters write a view. */
    static Value reshape(GraphDraft d, Value h) {
        int rows = IntStream.of(2, 3, 4, 1)
                .filter(extent -> h.length() % extent == 0 && extent < h.length())
                .findFirst()
                .orElse(1);
        int[] event = {rows, h.length() / rows};
        String to =
                switch (d.random().nextInt(3)) {
                    case 0 -> d.longs(0, rows, -1);
                    case 1 -> d.fixedBatch() > 0 ? d.longs(d.batch(), rows, event[1]) : d.longs(-1, rows, event[1]);
                    default -> computed(d, h, rows);
                };
        return d.exact("Reshape", h.name() + " " + to, event);
    }

    /** The number of events out of the shape, then constants. */
    private static String computed(GraphDraft d, Value h, long rows) {
        String shape = d.exact("Shape", h.name());
        String events;
        if (d.flip()) {
            String one = d.exact("Gather", shape + " " + d.scalar(0), "axis", 0);
            events = unsqueeze(d, one, 0);
        } else {
            events = d.exact("Slice", shape + " " + d.longs(0) + " " + d.longs(1));
            events = d.flip() ? d.exact("Cast", events, "to", INT64) : events;
        }
        return d.exact("Concat", events + " " + d.longs(rows) + " " + d.longs(-1), "axis", 0);
    }

    static Value unsqueezeAndSqueeze(GraphDraft d, Value h) {
        int axis = d.between(1, h.rank() + 1);
        String wide = unsqueeze(d, h.name(), axis);
        return d.opset() < 13
                ? d.exact("Squeeze", wide, h.event(), "axes", new int[] {axis})
                : d.exact("Squeeze", wide + " " + d.longs(axis), h.event());
    }

    static Value unsqueeze(GraphDraft d, Value h) {
        if (h.rank() > 2) {
            return null;
        }
        int axis = d.between(1, h.rank() + 1);
        var event = new int[h.rank() + 1];
        for (int i = 0, from = 0; i < event.length; i++) {
            event[i] = i == axis - 1 ? 1 : h.event()[from++];
        }
        return new Value(unsqueeze(d, h.name(), axis), event);
    }

    private static String unsqueeze(GraphDraft d, String h, int axis) {
        return d.opset() < 13
                ? d.exact("Unsqueeze", h, "axes", new int[] {axis})
                : d.exact("Unsqueeze", h + " " + d.longs(axis));
    }

    /** Where an extent is 1. */
    static Value expand(GraphDraft d, Value h) {
        int at = IntStream.range(0, h.rank())
                .filter(i -> h.event()[i] == 1)
                .findFirst()
                .orElse(-1);
        if (at < 0 || 3 * h.length() > GraphDraft.LARGEST_EVENT) {
            return null;
        }
        int[] event = h.event().clone();
        event[at] = d.between(2, 3);
        var to = new long[h.rank() + 1];
        Arrays.fill(to, 1);
        to[at + 1] = event[at];
        return d.exact("Expand", h.name() + " " + d.longs(to), event);
    }

    static Value slice(GraphDraft d, Value h) {
        int at = d.between(0, h.rank() - 1);
        int extent = h.event()[at];
        int first = d.between(0, extent - 1);
        int last = d.between(0, extent - 1);
        int step = first > last ? -d.between(1, 2) : d.between(1, 2);
        if (Math.abs(last - first) < extent / 2) {
            return null;
        }
        int[] event = h.event().clone();
        event[at] = (last - first) / step + 1;
        // One past the last, and where that is before the first, anything small.
        long end = last + Integer.signum(step) < 0 ? -(1L << 40) : last + Integer.signum(step);
        String inputs = String.join(
                " ", h.name(), d.longs(first), d.longs(end), d.longs(d.flip() ? at + 1 : at - h.rank()), d.longs(step));
        return d.exact("Slice", inputs, event);
    }

    static Value gather(GraphDraft d, Value h) {
        int at = d.between(0, h.rank() - 1);
        int extent = h.event()[at];
        if (h.rank() > 1 && d.random().nextInt(3) == 0) {
            int[] event = IntStream.range(0, h.rank())
                    .filter(i -> i != at)
                    .map(i -> h.event()[i])
                    .toArray();
            return d.exact("Gather", h.name() + " " + d.scalar(d.between(-extent, extent - 1)), event, "axis", at + 1);
        }
        var indices = new long[d.between(extent / 2 + 1, extent + 1)];
        Arrays.setAll(indices, i -> d.between(-extent, extent - 1));
        int[] event = h.event().clone();
        event[at] = indices.length;
        return d.exact("Gather", h.name() + " " + d.longs(indices), event, "axis", at + 1);
    }

    static Value pad(GraphDraft d, Value h) {
        String mode = List.of("constant", "reflect", "edge").get(d.random().nextInt(3));
        int rank = h.rank();
        var pads = new long[2 * rank + 2];
        int[] event = h.event().clone();
        for (int i = 0; i < rank; i++) {
            // What is reflected has to be there.
            int most = mode.equals("reflect") ? Math.min(2, event[i] - 1) : 2;
            pads[i + 1] = d.flip() ? 0 : d.between(0, most);
            pads[rank + i + 2] = d.flip() ? 0 : d.between(0, most);
            event[i] += (int) (pads[i + 1] + pads[rank + i + 2]);
        }
        if (GraphDraft.length(event) > GraphDraft.LARGEST_EVENT) {
            return null;
        }
        String inputs = h.name() + " " + d.longs(pads);
        inputs += mode.equals("constant") && d.flip() ? " " + d.number(0.4f) : "";
        return d.exact("Pad", inputs, event, "mode", mode);
    }

    static Value splitAndConcat(GraphDraft d, Value h) {
        int at = d.between(0, h.rank() - 1);
        int extent = h.event()[at];
        if (extent < 2) {
            return null;
        }
        int first = d.between(1, extent - 1);
        String one = d.name("h");
        String other = d.name("h");
        if (d.opset() < 13) {
            d.node("Split", h.name(), one + " " + other, "axis", at + 1, "split", new int[] {first, extent - first});
        } else {
            d.node("Split", h.name() + " " + d.longs(first, extent - first), one + " " + other, "axis", at + 1);
        }
        return d.exact("Concat", other + " " + one, h.event(), "axis", at + 1);
    }

    static Value reduce(GraphDraft d, Value h) {
        int at = d.between(0, h.rank() - 1);
        boolean keep = h.rank() == 1 || d.flip();
        boolean mean = d.flip();
        int terms = h.event()[at];
        int[] event = h.event().clone();
        event[at] = 1;
        int[] reduced = keep
                ? event
                : IntStream.range(0, h.rank())
                        .filter(i -> i != at)
                        .map(i -> h.event()[i])
                        .toArray();
        if (GraphDraft.length(reduced) < 2) {
            return null;
        }
        String op = mean ? "ReduceMean" : "ReduceSum";
        var attributes = new ArrayList<Object>(List.of("keepdims", keep ? 1 : 0));
        String inputs = h.name();
        if (d.opset() < (mean ? 18 : 13)) {
            attributes.addAll(List.of("axes", new int[] {at + 1}));
        } else {
            inputs += " " + d.longs(at - h.rank());
        }
        return d.rounded(op, inputs, terms, reduced, attributes.toArray());
    }
}
