// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what enters a classifier's last layer. */
public final class Penultimate {

    private static final Set<String> LINEAR = Set.of("Gemm", "MatMul", "Conv");

    private Penultimate() {}

    /** The model up to the input of its last linear layer, which is the new output; empty where there is no such layer. */
    public static Optional<Graph> of(Graph graph) {
        Map<String, Node> makers = new HashMap<>();
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> makers.put(output, node));
        }
        Node node = makers.get(graph.output());
        while (node != null && !LINEAR.contains(node.op())) {
            node = makers.get(computedInput(graph, node));
        }
        if (node == null || !makers.containsKey(computedInput(graph, node))) {
            return Optional.empty();
        }
        return Optional.of(graph.truncatedAt(computedInput(graph, node)));
    }

    /** The first input that is no weight. */
    private static String computedInput(Graph graph, Node node) {
        return node.inputs().stream()
                .filter(input -> !graph.initialisers().containsKey(input))
                .findFirst()
                .orElse("");
    }
}
