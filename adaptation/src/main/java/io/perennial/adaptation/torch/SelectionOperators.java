// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.row;
import static io.perennial.adaptation.operator.Rows.several;
import static io.perennial.adaptation.torch.Rows.real;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Picking;
import io.perennial.adaptation.operator.Scattering;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The largest of several, triangles of matrices, and writing to places that indices name. */
final class SelectionOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            several("TopK", SelectionOperators::topK),
            row("Trilu", SelectionOperators::triangle),
            real("Hardmax", SelectionOperators::hardmax),
            real("ScatterElements", c -> scatter(c, Scattering.elements(c))),
            real("ScatterND", c -> scatter(c, Scattering.tuples(c))));

    private SelectionOperators() {}

    private static List<Value<Tensor>> topK(TorchCall c) {
        Tensor x = c.real(0);
        int axis = c.axis(c.attributes().integer("axis", -1), x.dim());
        long[] count = c.whole(1);
        if (count.length != 1 || count[0] < 0 || count[0] > x.size(axis)) {
            throw c.refused("expected a count up to " + x.size(axis) + ", got " + Arrays.toString(count));
        }
        boolean largest = c.attributes().integer("largest", 1) != 0;
        // Of equal values the one with the smaller index comes first, which libtorch's own choice does not promise.
        Tensor order = x.argsort(true, axis, largest).slice(axis, new LongOptional(0), new LongOptional(count[0]), 1);
        return List.of(new Real<>(x.gather(axis, order)), new Whole<>(Host.wholes(order), Host.shape(order)));
    }

    private static Value<Tensor> triangle(TorchCall c) {
        long diagonal = c.has(1) ? c.whole(1)[0] : 0;
        boolean upper = c.attributes().integer("upper", 1) != 0;
        if (c.isWhole(0)) {
            return Picking.triangle(c, diagonal, upper);
        }
        return new Real<>(upper ? c.real(0).triu(diagonal) : c.real(0).tril(diagonal));
    }

    /** 1 at the first of the largest values along the axis; before opset 13 of a matrix split at the axis. */
    private static Tensor hardmax(TorchCall c) {
        Tensor x = c.real(0);
        boolean flat = c.opset() < 13;
        int axis = c.axis(c.attributes().integer("axis", flat ? 1 : -1), x.dim());
        Tensor rows = flat ? x.reshape(MovingOperators.matrix(Host.shape(x), axis)) : x;
        int along = flat ? 1 : axis;
        Tensor first = rows.argmax(new LongOptional(along), true);
        Tensor hot = torch.zeros_like(rows).scatter(along, first, new Scalar(1f));
        return hot.reshape(Host.shape(x));
    }

    private static Tensor scatter(TorchCall c, long... places) {
        Tensor x = c.real(0);
        Tensor flat = x.reshape(x.numel());
        Tensor at = Host.indices(x, places);
        Tensor updates = c.real(2).reshape(c.real(2).numel());
        String reduction = c.attributes().text("reduction", "none");
        Tensor written =
                switch (reduction) {
                    case "none" -> flat.scatter(0, at, updates);
                    case "add" -> flat.scatter_add(0, at, updates);
                    case "mul" -> flat.scatter_reduce(0, at, updates, "prod");
                    case "max" -> flat.scatter_reduce(0, at, updates, "amax");
                    case "min" -> flat.scatter_reduce(0, at, updates, "amin");
                    default -> throw c.refused("expected reduction none, add, mul, max or min, got " + reduction);
                };
        return written.reshape(Host.shape(x));
    }
}
