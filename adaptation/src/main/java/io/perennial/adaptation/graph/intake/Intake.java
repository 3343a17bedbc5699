// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.perennial.adaptation.graph.GraphReader;
import io.perennial.adaptation.graph.InvalidModelException;
import java.util.ArrayList;
import java.util.List;

/**
 * Adopts a model: the same function of the same events, in the form that the engines read.
 *
 * @param onnx the bytes of the adopted model; those that were given where nothing had to be changed
 * @param changes what was changed, in words for whoever brought the model; empty where nothing was
 * @param indices whether an event holds indices, such as words, that must not be blended or made noisy
 */
public record Intake(byte[] onnx, List<String> changes, boolean indices) {

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
        ClassifierOutput.rewrite(draft, changes);
        boolean indices = EventInput.rewrite(draft, changes);
        if (changes.isEmpty()) {
            return new Intake(onnx, changes, indices);
        }
        draft.output(draft.graph().getOutput(0).getName()); // without what nobody reads any longer
        return new Intake(draft.model().toByteArray(), changes, indices);
    }
}
