// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.perennial.adaptation.graph.GraphReader;
import java.util.Set;

/** Integers do not learn: a model whose weights were quantised has none that could be adapted. */
final class QuantisedWeights {

    private static final Set<String> OPERATORS = Set.of(
            "QuantizeLinear",
            "DequantizeLinear",
            "DynamicQuantizeLinear",
            "QLinearConv",
            "QLinearMatMul",
            "ConvInteger",
            "MatMulInteger",
            "MatMulNBits");

    private QuantisedWeights() {}

    static void check(GraphProto graph) {
        for (NodeProto node : graph.getNodeList()) {
            if (OPERATORS.contains(node.getOpType())) {
                throw GraphReader.refused(
                        "weights as floating-point numbers",
                        "quantised ones (" + node.getOpType() + "); take the model as it was before it was quantised",
                        "node \"" + node.getName() + "\"");
            }
        }
    }
}
