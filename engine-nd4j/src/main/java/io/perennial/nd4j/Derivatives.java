// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The reverse sweep over a tape: each operation's own derivative, as SameDiff defines it, from the last to the first.
 * SameDiff's sweep copies the graph through a file format first, which costs a second for a network of twenty layers,
 * and prints.
 */
final class Derivatives {

    private final Tape tape;
    private final Map<String, SDVariable> gradients = new HashMap<>();
    private final Set<String> wanted;

    private Derivatives(Tape tape, Set<String> leaves) {
        this.tape = tape;
        wanted = new HashSet<>(leaves);
        for (Step step : tape.steps()) {
            if (step.inputs().stream().anyMatch(wanted::contains)) {
                wanted.addAll(step.outputs());
            }
        }
    }

    /**
     * @param output whose gradient is given
     * @param gradient of the output's shape
     * @param leaves names of values
     * @return the gradients of those leaves that the output depends on, by name
     */
    static Map<String, SDVariable> of(Tape tape, SDVariable output, SDVariable gradient, Set<String> leaves) {
        var sweep = new Derivatives(tape, leaves);
        sweep.add(output.name(), gradient);
        List<Step> forward = List.copyOf(tape.steps());
        for (int i = forward.size() - 1; i >= 0; i--) {
            sweep.back(forward.get(i));
        }
        sweep.gradients.keySet().retainAll(leaves);
        return sweep.gradients;
    }

    private void back(Step step) {
        boolean reached = step.outputs().stream().anyMatch(gradients::containsKey);
        if (!reached || step.outputs().stream().noneMatch(wanted::contains)) {
            return;
        }
        var given = new ArrayList<SDVariable>();
        for (String output : step.outputs()) {
            SDVariable gradient = gradients.get(output);
            given.add(
                    gradient != null
                            ? gradient
                            : tape.own(Nd4j.zeros(
                                    DataType.FLOAT, tape.array(output).shape())));
        }
        List<SDVariable> found = step.op().doDiff(given);
        tape.bind();
        for (int i = 0; i < Math.min(found.size(), step.inputs().size()); i++) {
            if (wanted.contains(step.inputs().get(i))) {
                add(step.inputs().get(i), found.get(i));
            }
        }
    }

    private void add(String name, SDVariable gradient) {
        SDVariable before = gradients.get(name);
        gradients.put(name, before == null ? gradient : tape.rule("add", List.of(before, gradient), Nd4jTensors::once));
    }
}
