// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Any model, also one that is no classifier: with as many inputs and outputs of whatever kind it has.
 *
 * @param opset of the standard operators
 * @param nodes in the order of the file
 * @param initialisers by name
 * @param inputs names, in order
 * @param outputs names, in order
 */
public record NodeModel(
        int opset, List<Node> nodes, Map<String, Constant> initialisers, List<String> inputs, List<String> outputs) {

    public static NodeModel read(byte[] onnx) throws InvalidProtocolBufferException {
        ModelProto model = ModelProto.parseFrom(onnx);
        var initialisers = new LinkedHashMap<String, Constant>();
        GraphReader.initialisers(model.getGraph())
                .forEach((name, tensor) -> initialisers.put(name, new Constant(tensor, name)));
        long opset = model.getOpsetImportList().stream()
                .filter(imported -> imported.getDomain().isEmpty())
                .findFirst()
                .orElseThrow()
                .getVersion();
        return new NodeModel(
                (int) opset,
                GraphReader.nodes(model.getGraph()),
                initialisers,
                names(model.getGraph().getInputList()),
                names(model.getGraph().getOutputList()));
    }

    private static List<String> names(List<ValueInfoProto> values) {
        return values.stream().map(ValueInfoProto::getName).toList();
    }

    /** A tensor of a file of its own. */
    public static Constant tensor(byte[] bytes) throws InvalidProtocolBufferException {
        TensorProto tensor = TensorProto.parseFrom(bytes);
        return new Constant(tensor, tensor.getName());
    }
}
