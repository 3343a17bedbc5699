// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.LinkedHashMap;
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

    /** The parameters among the initialisers, by name, in the order of the initialisers. */
    static Map<String, Parameter> among(Map<String, Constant> initialisers, Iterable<Node> nodes) {
        var norm = new LinkedHashMap<String, Boolean>();
        for (Node node : nodes) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Constant constant = initialisers.get(node.inputs().get(i));
                if (constant != null && isLearned(node, i) && isWeight(node, constant)) {
                    norm.merge(constant.name(), NORMALISATION.contains(node.op()), Boolean::logicalOr);
                }
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

    private static boolean isWeight(Node node, Constant constant) {
        boolean arithmetic = ARITHMETIC.contains(node.op());
        if (arithmetic && (constant.shape().length == 0 || constant.length() <= 1)
                || OF_EITHER_KIND.contains(node.op()) && !constant.isReal()) {
            return false;
        }
        if (!constant.isFloat32()) {
            throw new InvalidModelException("model refused: expected parameter " + constant.name() + " in float32, got "
                    + constant + " [node \"" + node.name() + "\"]; export in float32");
        }
        return true;
    }
}
