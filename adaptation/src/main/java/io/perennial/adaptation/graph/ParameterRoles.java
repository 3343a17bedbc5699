// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which inputs of which operators are learned: the definition of a trainable parameter. */
final class ParameterRoles {

    /** Inputs of an operator, by index, that are parameters when an initialiser feeds them. */
    private static final Map<String, Set<Integer>> LEARNED = Map.of(
            "Conv", Set.of(1, 2),
            "Gemm", Set.of(1, 2),
            "MatMul", Set.of(0, 1),
            "BatchNormalization", Set.of(1, 2),
            "InstanceNormalization", Set.of(1, 2),
            "LayerNormalization", Set.of(1, 2),
            "Add", Set.of(0, 1),
            "Mul", Set.of(0, 1));

    private static final Set<String> NORMALISATION =
            Set.of("BatchNormalization", "InstanceNormalization", "LayerNormalization");

    /** A lone number in these is arithmetic (a temperature, an epsilon), not a weight. */
    private static final Set<String> ARITHMETIC = Set.of("Add", "Mul");

    private ParameterRoles() {}

    /** Whether an initialiser at this input would be learned. */
    static boolean isLearned(Node node, int input) {
        return node.domain().isEmpty()
                && LEARNED.getOrDefault(node.op(), Set.of()).contains(input);
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
        if (arithmetic && (constant.shape().length == 0 || constant.length() <= 1 || !constant.isReal())) {
            return false;
        }
        if (!constant.isFloat32()) {
            throw new InvalidModelException("model refused: expected parameter " + constant.name() + " in float32, got "
                    + constant + " [node \"" + node.name() + "\"]; export in float32");
        }
        return true;
    }
}
