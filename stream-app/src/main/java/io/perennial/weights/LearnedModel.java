// SPDX-License-Identifier: Apache-2.0
package io.perennial.weights;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.LearnedLayout;
import io.perennial.adaptation.graph.Parameter;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one network in a checkpoint: weights and normalisation statistics that predict together.
 *
 * @param graph of the source model
 * @param learned the parameters that learned; empty for the source itself
 * @param weights [P] of all trainable parameters, in the order of the layout of {@code all}; those that did not learn are
 *     the source's
 * @param statistics [S]
 * @param origin which arrays these are, for people: {@code teacher, statistics-1}
 */
public record LearnedModel(Graph graph, ParameterLayout learned, float[] weights, float[] statistics, String origin) {

    /** Keys of the configuration that decide what a checkpoint's arrays are. */
    public static final String PARAMETERS = "adapt.parameters";

    public static final String PACES = "adapt.paces";

    private static final String EXPERT = "expert-";

    /** The bundle's own model. */
    public static LearnedModel source(Bundle bundle) {
        Graph graph = Graph.read(bundle.model());
        return new LearnedModel(graph, new ParameterLayout(List.of()), weights(graph), graph.statistics(), "source");
    }

    /**
     * The teacher of a checkpoint, for methods without one the student, for those that learn statistics alone the source's
     * weights; with the statistics that {@link StatisticsChoice} tells.
     *
     * @param statistics {@code source}, the number of a pace, or empty for the checkpoint's own
     * @param selection the parameters that learned; empty for what the checkpoint says of them, or their number
     * @throws IllegalArgumentException if the checkpoint is of another model, or holds no single network
     */
    public static LearnedModel of(
            Checkpoint checkpoint, Bundle bundle, Optional<String> statistics, Optional<ParameterSelection> selection) {
        if (!checkpoint.modelSha256().equals(bundle.modelSha256())) {
            throw new IllegalArgumentException("checkpoint refused: expected weights of the model " + bundle.id()
                    + " with sha256 " + bundle.modelSha256() + ", got those of " + checkpoint.bundle() + " with sha256 "
                    + checkpoint.modelSha256() + "; name the bundle that it was learned from by --bundle");
        }
        Graph graph = Graph.read(bundle.model());
        StatisticsChoice.Chosen moments = new StatisticsChoice(checkpoint.arrays(), paces(checkpoint, bundle))
                .choose(statistics, graph.statistics());
        Optional<String> array = array(checkpoint);
        if (array.isEmpty()) {
            return new LearnedModel(
                    graph,
                    new ParameterLayout(List.of()),
                    weights(graph),
                    moments.values(),
                    "source's weights, " + moments.name());
        }
        float[] values = checkpoint.arrays().get(array.get());
        ParameterLayout layout = selection
                .or(() -> pattern(checkpoint))
                .map(graph::layout)
                .orElseGet(() -> LearnedLayout.of(graph, values.length));
        return new LearnedModel(
                graph, layout, merged(graph, layout, values), moments.values(), array.get() + ", " + moments.name());
    }

    private static Optional<String> paces(Checkpoint checkpoint, Bundle bundle) {
        return Optional.ofNullable(checkpoint.settings().get(PACES))
                .or(() -> Optional.ofNullable(bundle.adapt().get(PACES)));
    }

    /** All and norm are told by the number of values, since what norm means depends on the method. */
    private static Optional<ParameterSelection> pattern(Checkpoint checkpoint) {
        return Optional.ofNullable(checkpoint.settings().get(PARAMETERS))
                .map(ParameterSelection::parse)
                .filter(ParameterSelection.Named.class::isInstance);
    }

    private static Optional<String> array(Checkpoint checkpoint) {
        for (String name : List.of("teacher", "student")) {
            if (checkpoint.arrays().containsKey(name)) {
                return Optional.of(name);
            }
        }
        if (checkpoint.arrays().keySet().stream().anyMatch(name -> name.startsWith(EXPERT))) {
            throw new IllegalArgumentException("checkpoint refused: expected the weights of one network, teacher or"
                    + " student, got those of several experts "
                    + checkpoint.arrays().keySet() + " [method "
                    + checkpoint.method() + "]; their mixture is no single graph");
        }
        return Optional.empty();
    }

    private static float[] merged(Graph graph, ParameterLayout layout, float... values) {
        if (values.length != layout.size()) {
            throw new IllegalArgumentException("weights refused: expected " + layout.size()
                    + " for the parameters that were named, got " + values.length
                    + "; name the parameters as adapt.parameters did");
        }
        float[] all = weights(graph);
        Map<String, ParameterLayout.Slice> places = new HashMap<>();
        slices(graph).forEach(slice -> places.put(slice.name(), slice));
        for (ParameterLayout.Slice slice : layout.slices()) {
            System.arraycopy(
                    values, slice.offset(), all, places.get(slice.name()).offset(), slice.length());
        }
        return all;
    }

    /** Every trainable parameter, in file order. */
    List<ParameterLayout.Slice> slices() {
        return slices(graph);
    }

    private static List<ParameterLayout.Slice> slices(Graph graph) {
        return new ArrayList<>(graph.layout(new ParameterSelection.All()).slices());
    }

    private static float[] weights(Graph graph) {
        List<float[]> parts = graph.parameters().stream()
                .map(Parameter::constant)
                .map(constant -> constant.floats())
                .toList();
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, offset, part.length);
            offset += part.length;
        }
        return all;
    }

    /** A copy of one parameter's values. */
    float[] values(ParameterLayout.Slice slice) {
        return Arrays.copyOfRange(weights, slice.offset(), slice.offset() + slice.length());
    }
}
