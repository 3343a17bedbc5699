// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static io.perennial.adaptation.operator.Rows.several;

import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Recurrent layers, step by step, so that gradients flow through all of them: X [time, events, inputs] or, with layout 1,
 * [events, time, inputs] gives Y [time, directions, events, hidden], or [events, time, directions, hidden], and the last states.
 */
final class RecurrentOperators {

    static final Map<String, Operator<Tensor, TorchCall>> TABLE = Map.ofEntries(
            several("RNN", c -> run(c, RecurrentCell.Kind.RNN)),
            several("GRU", c -> run(c, RecurrentCell.Kind.GRU)),
            several("LSTM", c -> run(c, RecurrentCell.Kind.LSTM)));

    private RecurrentOperators() {}

    private static List<Value<Tensor>> run(TorchCall c, RecurrentCell.Kind kind) {
        boolean eventsFirst = c.attributes().integer("layout", 0) != 0;
        Tensor x = eventsFirst ? c.real(0).transpose(0, 1) : c.real(0);
        String direction = c.attributes().text("direction", "forward").toLowerCase(Locale.ROOT);
        int directions = direction.equals("bidirectional") ? 2 : 1;
        if (x.dim() != 3 || c.real(1).dim() != 3 || c.real(1).size(0) != directions) {
            throw c.refused("expected 3 dimensions and weights for " + directions + " directions, got " + c.rank(0)
                    + " and " + c.rank(1));
        }
        if (c.has(4) && Arrays.stream(c.whole(4)).anyMatch(length -> length != x.size(0))) {
            throw c.refused("expected sequences of full length, got shorter ones");
        }
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> hidden = new ArrayList<>();
        List<Tensor> cells = new ArrayList<>();
        for (int i = 0; i < directions; i++) {
            boolean backwards = i == 1 || direction.equals("reverse");
            var cell = new RecurrentCell(c, kind, i, directions, eventsFirst);
            List<Tensor> steps = cell.over(x, backwards);
            outputs.add(stack(c, steps)); // [time, events, hidden]
            hidden.add(cell.hidden());
            if (kind == RecurrentCell.Kind.LSTM) {
                cells.add(cell.cell());
            }
        }
        List<Value<Tensor>> results = new ArrayList<>();
        Tensor y = stack(c, outputs); // [directions, time, events, hidden]
        results.add(new Real<>(eventsFirst ? y.permute(2, 1, 0, 3) : y.permute(1, 0, 2, 3)));
        results.add(new Real<>(states(c, hidden, eventsFirst)));
        if (!cells.isEmpty()) {
            results.add(new Real<>(states(c, cells, eventsFirst)));
        }
        return results;
    }

    private static Tensor states(TorchCall c, List<Tensor> states, boolean eventsFirst) {
        Tensor all = stack(c, states);
        return eventsFirst ? all.transpose(0, 1) : all;
    }

    private static Tensor stack(TorchCall c, List<Tensor> parts) {
        return c.tensors().concat(parts.stream().map(part -> part.unsqueeze(0)).toList(), 0);
    }
}
