// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Map;

/**
 * That a model is all there is to it, wherever in the file it is said: ONNX Runtime gets the same bytes, and would open the
 * files that a tensor in a branch or a function names, and run a loop for as long as the file says.
 */
final class Enclosed {

    private Enclosed() {}

    /** @throws InvalidModelException if a tensor's data lie elsewhere, or a node brings a graph of its own */
    static void check(ModelProto model) {
        check(model, "model");
    }

    /** As deep as protobuf reads, which is 100 messages. */
    private static void check(Message message, String where) {
        if (message instanceof TensorProto tensor) {
            check(tensor, where);
            return;
        }
        String here = message instanceof NodeProto node
                ? node.getOpType() + " \"" + (node.getName().isEmpty() ? node.getOutputList() : node.getName()) + "\""
                : where;
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                continue;
            }
            List<?> values = field.getKey().isRepeated() ? (List<?>) field.getValue() : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof GraphProto && message instanceof AttributeProto) {
                    throw GraphReader.refused(
                            "nodes without graphs of their own", "control flow; export without it", "node " + here);
                }
                check((Message) value, here);
            }
        }
    }

    private static void check(TensorProto tensor, String where) {
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw GraphReader.refused(
                    "data inside the file",
                    "external data; save the model as one file",
                    "tensor \"" + tensor.getName() + "\" of " + where);
        }
    }
}
