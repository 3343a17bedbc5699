// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Which parameters a flat vector of learned weights holds, told by its length alone: all trainable ones, or scale and shift
 * of the normalisation layers. Weights that were selected by a pattern have to be named by it.
 */
public final class LearnedLayout {

    private LearnedLayout() {}

    /**
     * The layout of a vector of that length. One length never means two things, for one selection is a part of the other.
     *
     * @param values P
     * @throws IllegalArgumentException if neither selection has that length
     */
    public static ParameterLayout of(Graph graph, int values) {
        List<String> sizes = new ArrayList<>();
        for (ParameterSelection selection :
                List.of(new ParameterSelection.All(), new ParameterSelection.NormElseAll())) {
            ParameterLayout layout = layout(graph, selection);
            if (layout.size() == values) {
                return layout;
            }
            sizes.add(layout.size() + (selection instanceof ParameterSelection.All ? " (all)" : " (norm)"));
        }
        throw new IllegalArgumentException("weights refused: expected as many as the model's trainable parameters, "
                + String.join(" or ", sizes) + ", got " + values
                + "; take the model they were learned on, or name the parameters as adapt.parameters did");
    }

    private static ParameterLayout layout(Graph graph, ParameterSelection selection) {
        // A model that has nothing to learn has a layout all the same: of no values.
        return graph.parameters().isEmpty() ? new ParameterLayout(List.of()) : graph.layout(selection);
    }
}
