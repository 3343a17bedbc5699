// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One direction of a recurrent layer, with the equations, the order of gates and the names of ONNX's RNN, GRU and LSTM. */
final class RecurrentCell {

    /** What it is, and its activations by default. */
    enum Kind {
        RNN("tanh"),
        GRU("sigmoid", "tanh"),
        LSTM("sigmoid", "tanh", "tanh");

        private final List<String> activations;

        Kind(String... activations) {
            this.activations = List.of(activations);
        }
    }

    private final TorchCall c;
    private final Kind kind;
    private final List<UnaryOperator<Tensor>> activations = new ArrayList<>();
    private final long size;
    private final Tensor inputWeights;
    private final Tensor hiddenWeights;
    private final Tensor inputShift;
    private final Tensor hiddenShift;
    private final Tensor peepholes;
    private Tensor hidden;
    private Tensor cell;

    /** @param direction 0 or 1 */
    RecurrentCell(TorchCall c, Kind kind, int direction, int directions, boolean eventsFirst) {
        this.c = c;
        this.kind = kind;
        if (c.attributes().has("clip") || c.attributes().integer("input_forget", 0) != 0) {
            throw c.refused("expected neither clip nor input_forget, got " + c.attributes());
        }
        List<String> names = c.attributes()
                .texts(
                        "activations",
                        Collections.nCopies(directions, kind.activations).stream()
                                .flatMap(List::stream)
                                .toList());
        int each = kind.activations.size();
        if (names.size() != each * directions
                || c.attributes().has("activation_alpha")
                || c.attributes().has("activation_beta")) {
            throw c.refused("expected " + each * directions + " activations without parameters, got " + names);
        }
        names.subList(direction * each, (direction + 1) * each).forEach(name -> activations.add(activation(name)));
        inputWeights = c.real(1).select(0, direction).t();
        hiddenWeights = c.real(2).select(0, direction).t();
        size = hiddenWeights.size(0);
        long width = inputWeights.size(1);
        Tensor shifts = c.has(3) ? c.real(3).select(0, direction) : c.tensors().full(0, 2 * width);
        inputShift = c.tensors().slice(shifts, 0, 0, width, 1);
        hiddenShift = c.tensors().slice(shifts, 0, width, 2 * width, 1);
        peepholes = kind == Kind.LSTM && c.has(7) ? c.real(7).select(0, direction) : null;
        int batchAxis = eventsFirst ? 0 : 1;
        long events = c.real(0).size(batchAxis);
        hidden = initial(5, direction, events, eventsFirst);
        cell = kind == Kind.LSTM ? initial(6, direction, events, eventsFirst) : null;
    }

    private Tensor initial(int input, int direction, long events, boolean eventsFirst) {
        return c.has(input)
                ? c.real(input).select(eventsFirst ? 1 : 0, direction)
                : c.tensors().full(0, events, size);
    }

    /**
     * Goes over the sequence.
     *
     * @param x [time, events, inputs]
     * @return the hidden state [events, hidden] at each time
     */
    List<Tensor> over(Tensor x, boolean backwards) {
        int time = (int) x.size(0);
        Tensor before = x.matmul(inputWeights).add(inputShift); // of all times at once
        List<Tensor> states = new ArrayList<>();
        for (int step = 0; step < time; step++) {
            Tensor input = before.select(0, backwards ? time - 1 - step : step);
            switch (kind) {
                case RNN -> hidden = activations.get(0).apply(input.add(recurrent(hidden)));
                case GRU -> hidden = gru(input);
                case LSTM -> hidden = lstm(input);
            }
            states.add(hidden);
        }
        if (backwards) {
            Collections.reverse(states);
        }
        return states;
    }

    Tensor hidden() {
        return hidden;
    }

    /** Of an LSTM only. */
    Tensor cell() {
        return cell;
    }

    private Tensor recurrent(Tensor state) {
        return state.matmul(hiddenWeights).add(hiddenShift);
    }

    /** The gates lie in the order z, r, h. */
    private Tensor gru(Tensor input) {
        boolean linear = c.attributes().integer("linear_before_reset", 0) != 0;
        Tensor both = recurrent(hidden);
        Tensor update = activations.get(0).apply(gate(input, 0).add(gate(both, 0)));
        Tensor reset = activations.get(0).apply(gate(input, 1).add(gate(both, 1)));
        Tensor fromState = linear
                ? reset.mul(gate(both, 2))
                : reset.mul(hidden).matmul(gate(hiddenWeights, 2)).add(shift(hiddenShift, 2));
        Tensor candidate = activations.get(1).apply(gate(input, 2).add(fromState));
        return candidate.add(update.mul(hidden.sub(candidate)));
    }

    /** The gates lie in the order i, o, f, c; peepholes in the order i, o, f. */
    private Tensor lstm(Tensor input) {
        Tensor gates = input.add(recurrent(hidden));
        Tensor in = activations.get(0).apply(peeped(gate(gates, 0), 0, cell));
        Tensor forget = activations.get(0).apply(peeped(gate(gates, 2), 2, cell));
        Tensor candidate = activations.get(1).apply(gate(gates, 3));
        cell = forget.mul(cell).add(in.mul(candidate));
        Tensor out = activations.get(0).apply(peeped(gate(gates, 1), 1, cell));
        return out.mul(activations.get(2).apply(cell));
    }

    private Tensor peeped(Tensor gate, int index, Tensor state) {
        return peepholes == null ? gate : gate.add(shift(peepholes, index).mul(state));
    }

    /** Columns of one gate of [rows, gates x hidden]. */
    private Tensor gate(Tensor gates, int index) {
        return gates.slice(1, new LongOptional(index * size), new LongOptional((index + 1) * size), 1);
    }

    private Tensor shift(Tensor shifts, int index) {
        return shifts.slice(0, new LongOptional(index * size), new LongOptional((index + 1) * size), 1);
    }

    private UnaryOperator<Tensor> activation(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "sigmoid" -> Tensor::sigmoid;
            case "tanh" -> Tensor::tanh;
            case "relu" -> Tensor::relu;
            case "softsign" -> x -> x.div(x.abs().add(new Scalar(1f)));
            case "softplus" -> torch::softplus;
            case "hardsigmoid" -> x -> Activations.hardSigmoid(x, 0.2f, 0.5f);
            default ->
                throw c.refused("expected activations of "
                        + Stream.of("Sigmoid", "Tanh", "Relu", "Softsign", "Softplus", "HardSigmoid")
                                .toList() + ", got " + name);
        };
    }
}
