// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which inputs of which operators are learned: the definition of a trainable parameter. */
public final class ParameterRoles {

    /** Inputs of an operator, by index, that are parameters when an initialiser feeds them. */
    private static final Map<String, Set<Integer>> LEARNED = Map.ofEntries(
            Map.entry("Conv", Set.of(1, 2)),
            Map.entry("ConvTranspose", Set.of(1, 2)),
            Map.entry("Gemm", Set.of(1, 2)),
            Map.entry("MatMul", Set.of(0, 1)),
            Map.entry("Einsum", Set.of(0, 1)),
            Map.entry("RNN", Set.of(1, 2, 3)),
            Map.entry("GRU", Set.of(1, 2, 3)),
            Map.entry("LSTM", Set.of(1, 2, 3, 7)),
            Map.entry("Gather", Set.of(0)),
            Map.entry("PRelu", Set.of(1)),
            Map.entry("BatchNormalization", Set.of(1, 2)),
            Map.entry("InstanceNormalization", Set.of(1, 2)),
            Map.entry("LayerNormalization", Set.of(1, 2)),
            Map.entry("GroupNormalization", Set.of(1, 2)),
            Map.entry("RMSNormalization", Set.of(1)),
            Map.entry("Add", Set.of(0, 1)),
            Map.entry("Mul", Set.of(0, 1)));

    private static final Set<String> NORMALISATION = Set.of(
            "BatchNormalization",
            "InstanceNormalization",
            "LayerNormalization",
            "GroupNormalization",
            "RMSNormalization");

    /** Integers in these are indices and shapes, not weights. */
    private static final Set<String> OF_EITHER_KIND = Set.of("Add", "Mul", "Gather");

    /** The same values in another shape or order; of concat all inputs, of the others the first. */
    private static final Set<String> VIEWS = Set.of(
            "Identity",
            "Transpose",
            "Reshape",
            "Flatten",
            "Squeeze",
            "Unsqueeze",
            "Slice",
            "Split",
            "Expand",
            "Concat");

    /** Added to scores that are not to count, beside zeros: no weights are like that. */
    private static final float MASKED = -50;

    /** A lone number in these is arithmetic (a temperature, an epsilon), not a weight. */
    private static final Set<String> ARITHMETIC = Set.of("Add", "Mul");

    private ParameterRoles() {}

    /** The inputs of an operator that are parameters when an initialiser feeds them, by index; empty where none is. */
    public static Set<Integer> learned(String op) {
        return LEARNED.getOrDefault(op, Set.of());
    }

    /** Whether an initialiser at this input would be learned. */
    static boolean isLearned(Node node, int input) {
        return node.domain().isEmpty() && learned(node.op()).contains(input);
    }

    /** Whether an initialiser at this input is a running mean or variance. */
    static boolean isStatistic(Node node, int input) {
        return isBatchNorm(node) && (input == 3 || input == 4);
    }

    static boolean isBatchNorm(Node node) {
        return node.domain().isEmpty() && node.op().equals("BatchNormalization");
    }

    /**
     * The parameters among the initialisers, by name, in their order: those that an input is fed with which learns, also where they
     * are transposed or put together first, as exporters do that fold no constants.
     *
     * @param nodes in an order in which they can be computed
     */
    static Map<String, Parameter> among(Map<String, Constant> initialisers, List<Node> nodes) {
        Map<String, Map<String, Node>> readers = readers(nodes, views(initialisers.keySet(), nodes));
        var parameters = new LinkedHashMap<String, Parameter>();
        for (Constant constant : initialisers.values()) {
            List<Node> learning = readers.getOrDefault(constant.name(), Map.of()).values().stream()
                    .filter(node -> isWeight(node, constant))
                    .toList();
            if (!learning.isEmpty()) {
                boolean norm = learning.stream().allMatch(node -> NORMALISATION.contains(node.op()));
                parameters.put(constant.name(), new Parameter(constant, norm));
            }
        }
        return parameters;
    }

    /** Initialisers, and values that are views of nothing else. */
    private static Set<String> views(Set<String> initialisers, List<Node> nodes) {
        Set<String> views = new HashSet<>(initialisers);
        for (Node node : nodes) {
            List<String> viewed = viewed(node);
            if (!viewed.isEmpty() && views.containsAll(viewed)) {
                views.addAll(node.outputs());
            }
        }
        return views;
    }

    /** Of each view a node of each operator that learns from it, or from a view of it. */
    private static Map<String, Map<String, Node>> readers(List<Node> nodes, Set<String> views) {
        Map<String, Map<String, Node>> readers = new HashMap<>();
        for (int place = nodes.size() - 1; place >= 0; place--) {
            Node node = nodes.get(place);
            for (int i = 0; i < node.inputs().size(); i++) {
                if (isLearned(node, i) && views.contains(node.inputs().get(i))) {
                    readers.computeIfAbsent(node.inputs().get(i), name -> new TreeMap<>())
                            .putIfAbsent(node.op(), node);
                }
            }
            for (String output : node.outputs()) {
                Map<String, Node> through = views.contains(output) ? readers.getOrDefault(output, Map.of()) : Map.of();
                if (!through.isEmpty()) {
                    viewed(node).forEach(input -> readers.computeIfAbsent(input, name -> new TreeMap<>())
                            .putAll(through));
                }
            }
        }
        return readers;
    }

    /** The inputs that the outputs of a node have the values of; empty where it computes others. */
    private static List<String> viewed(Node node) {
        if (!node.domain().isEmpty() || !VIEWS.contains(node.op())) {
            return List.of();
        }
        return node.op().equals("Concat")
                ? node.inputs()
                : node.inputs().subList(0, Math.min(1, node.inputs().size()));
    }

    private static boolean isWeight(Node node, Constant constant) {
        boolean arithmetic = ARITHMETIC.contains(node.op());
        if (arithmetic && (constant.shape().length == 0 || constant.length() <= 1)
                || OF_EITHER_KIND.contains(node.op()) && !constant.isReal()
                || node.op().equals("Add") && constant.isFloat32() && isMask(constant)) {
            return false;
        }
        if (!constant.isFloat32()) {
            throw new InvalidModelException("model refused: expected parameter " + constant.name() + " in float32, got "
                    + constant + " [node \"" + node.name() + "\"]; export in float32");
        }
        return true;
    }

    /** Zeros, and values that leave nothing of a softmax: which positions may look at which. */
    private static boolean isMask(Constant constant) {
        boolean masks = false;
        for (float value : constant.floats()) {
            if (value != 0 && !(value <= MASKED)) {
                return false;
            }
            masks |= value != 0;
        }
        return masks;
    }
}
