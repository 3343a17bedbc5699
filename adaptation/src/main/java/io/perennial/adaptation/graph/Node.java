// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.List;

/**
 * One operator of a model.
 *
 * @param name never empty: nodes without a name are called after their first output
 * @param op operator, for example {@code Conv}
 * @param domain empty for the standard operators
 * @param inputs names of values; an empty name is an optional input left out
 * @param outputs names of values; an empty name is an optional output left out
 * @param attributes of the operator
 */
public record Node(
        String name, String op, String domain, List<String> inputs, List<String> outputs, Attributes attributes) {

    public Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The operator, with its domain where that is not the standard one. */
    public String qualifiedOp() {
        return domain.isEmpty() ? op : domain + "::" + op;
    }

    /** Whether the optional input at this index is there. */
    public boolean hasInput(int index) {
        return index < inputs.size() && !inputs.get(index).isEmpty();
    }
}
