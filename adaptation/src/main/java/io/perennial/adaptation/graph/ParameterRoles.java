// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    static Map<String, Parameter> among(Map<String, Constant> initialisers, Iterable<Node> nodes) {
        Map<String, Set<String>> origins = new HashMap<>();
        initialisers.keySet().forEach(name -> origins.put(name, Set.of(name)));
        var norm = new LinkedHashMap<String, Boolean>();
        for (Node node : nodes) {
            for (int i = 0; i < node.inputs().size(); i++) {
                for (String origin : origins.getOrDefault(node.inputs().get(i), Set.of())) {
                    Constant constant = initialisers.get(origin);
                    if (isLearned(node, i) && isWeight(node, constant)) {
                        norm.merge(origin, NORMALISATION.contains(node.op()), Boolean::logicalOr);
                    }
                }
            }
            Set<String> viewed = viewed(node, origins);
            if (!viewed.isEmpty()) {
                node.outputs().forEach(output -> origins.put(output, viewed));
            }
        }
        var parameters = new LinkedHashMap<String, Parameter>();
        for (Constant constant : initialisers.values()) {
            if (norm.containsKey(constant.name())) {
                parameters.put(constant.name(), new Parameter(constant, norm.get(constant.name())));
            }
        }
        return parameters;
    }

    /** The initialisers that the outputs of a node are a view of; empty where they are more than that. */
    private static Set<String> viewed(Node node, Map<String, Set<String>> origins) {
        if (!node.domain().isEmpty()
                || !VIEWS.contains(node.op())
                || node.inputs().isEmpty()) {
            return Set.of();
        }
        List<String> inputs =
                node.op().equals("Concat") ? node.inputs() : node.inputs().subList(0, 1);
        var viewed = new LinkedHashSet<String>();
        for (String input : inputs) {
            Set<String> origin = origins.getOrDefault(input, Set.of());
            if (origin.isEmpty()) {
                return Set.of();
            }
            viewed.addAll(origin);
        }
        return viewed;
    }

    private static boolean isWeight(Node node, Constant constant) {
        boolean arithmetic = ARITHMETIC.contains(node.op());
        if (arithmetic && (constant.shape().length == 0 || constant.length() <= 1)
                || OF_EITHER_KIND.contains(node.op()) && !constant.isReal()
                || node.op().equals("Add") && isMask(constant)) {
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
