// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import java.util.Collection;
import java.util.TreeSet;

/** The model is sound, but the engine lacks one of its operators. */
public final class UnsupportedOperatorException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /**
     * @param node the node whose operator is missing
     * @param opset of the model
     * @param known names of the operators that are there
     */
    public UnsupportedOperatorException(Node node, int opset, Collection<String> known) {
        super("operator refused: expected one of " + new TreeSet<>(known) + ", got " + node.qualifiedOp() + " (opset "
                + opset + ") [node \"" + node.name() + "\"]; export the model without it");
    }

    /**
     * @param node the node that uses an operator in a way that is missing
     * @param opset of the model
     * @param detail what is missing: expected X, got Y
     */
    public UnsupportedOperatorException(Node node, int opset, String detail) {
        super("operator refused: " + detail + " for " + node.qualifiedOp() + " (opset " + opset + ") [node \""
                + node.name() + "\"]");
    }
}
