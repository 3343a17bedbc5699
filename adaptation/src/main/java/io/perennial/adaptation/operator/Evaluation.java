// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.operator;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Finds the operator of a node and applies it, so that what cannot be computed is refused with the node's name. */
public final class Evaluation {

    private Evaluation() {}

    /** @throws UnsupportedOperatorException if the table has no such operator */
    public static <O> O operator(Node node, Graph graph, Map<String, O> table) {
        O operator = node.domain().isEmpty() ? table.get(node.op()) : null;
        if (operator == null) {
            throw new UnsupportedOperatorException(node, graph.opset(), table.keySet());
        }
        return operator;
    }

    /**
     * @param values by name; null where there is none
     * @param call from the inputs, in the node's order, null where an optional one is left out
     * @return no more than the node has outputs
     * @throws IllegalArgumentException if the inputs do not fit
     */
    public static <T, C extends Call<T>> List<Value<T>> of(
            Node node,
            int opset,
            Operator<T, C> operator,
            Function<String, Value<T>> values,
            Function<List<Value<T>>, C> call) {
        try {
            var inputs = new ArrayList<Value<T>>(node.inputs().size());
            for (String name : node.inputs()) {
                Value<T> value = name.isEmpty() ? null : values.apply(name);
                if (value == null && !name.isEmpty()) {
                    throw new UnsupportedOperatorException(
                            node, opset, "expected inputs that the table computes, got " + name);
                }
                inputs.add(value);
            }
            List<Value<T>> outputs = operator.apply(call.apply(inputs));
            return outputs.subList(0, Math.min(outputs.size(), node.outputs().size()));
        } catch (UnsupportedOperatorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "node refused: expected inputs that fit " + node.qualifiedOp() + "(" + node.attributes()
                            + "), got: " + firstLine(e) + " [node \"" + node.name() + "\"]",
                    e);
        }
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
