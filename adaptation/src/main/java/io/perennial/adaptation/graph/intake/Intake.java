// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.perennial.adaptation.graph.GraphReader;
import io.perennial.adaptation.graph.InvalidModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Adopts a model: the same function of the same events, in the form that the engines read.
 *
 * @param onnx the bytes of the adopted model; those that were given where nothing had to be changed
 * @param changes what was changed, in words for whoever brought the model; empty where nothing was
 * @param indices whether an event holds indices, such as words, that must not be blended or made noisy
 * @param labels that an event may have at once, whose 2^labels sets are the classes; 0 where classes exclude each other
 */
public record Intake(byte[] onnx, List<String> changes, boolean indices, int labels) {

    public Intake {
        changes = List.copyOf(changes);
    }

    /**
     * @param onnx the bytes of a model file
     * @throws InvalidModelException if they are no model, or one that cannot be brought into that form
     */
    public static Intake of(byte[] onnx) {
        ModelProto given = GraphReader.parse(onnx);
        QuantisedWeights.check(given.getGraph());
        List<String> changes = new ArrayList<>();
        var draft = new Draft(given);
        ClassicalOperators.rewrite(draft, changes);
        Widening.rewrite(draft, changes);
        int labels = ClassifierOutput.rewrite(draft, changes);
        boolean indices = EventInput.rewrite(draft, changes);
        if (changes.isEmpty()) {
            return new Intake(onnx, changes, indices, labels);
        }
        draft.output(draft.graph().getOutput(0).getName()); // without what nobody reads any longer
        return new Intake(draft.model().toByteArray(), changes, indices, labels);
    }

    /**
     * Names of the classes.
     *
     * @param names of what the model tells apart; of labels, their sets are called {@code none}, {@code a}, {@code b}, {@code a+b}
     */
    public List<String> classes(List<String> names) {
        if (labels == 0 || names.size() != labels) {
            return names;
        }
        return IntStream.range(0, 1 << labels)
                .mapToObj(set -> set == 0
                        ? "none"
                        : IntStream.range(0, labels)
                                .filter(label -> (set >> label & 1) == 1)
                                .mapToObj(names::get)
                                .collect(Collectors.joining("+")))
                .toList();
    }
}
