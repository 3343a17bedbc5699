// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model while it is rewritten. */
final class Draft {

    private final ModelProto given;
    private final GraphProto.Builder graph;
    private final Set<String> names = new HashSet<>();
    private Map<String, NodeProto> makers;

    Draft(ModelProto given) {
        this.given = given;
        graph = given.getGraph().toBuilder();
        graph.getNodeList().forEach(node -> names.addAll(node.getOutputList()));
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        graph.getInputList().forEach(input -> names.add(input.getName()));
    }

    GraphProto.Builder graph() {
        return graph;
    }

    /** What was said about values between the nodes may no longer hold, and nobody needs it. */
    ModelProto model() {
        return given.toBuilder().setGraph(graph.clone().clearValueInfo()).build();
    }

    /** Version of the standard operators. */
    long opset() {
        return given.getOpsetImportList().stream()
                .filter(imported -> isStandard(imported.getDomain()))
                .findFirst()
                .map(imported -> imported.getVersion())
                .orElse(0L);
    }

    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    /** Inputs that no initialiser has a value for. */
    List<ValueInfoProto> inputs() {
        var initialisers = new HashSet<String>();
        graph.getInitializerList().forEach(tensor -> initialisers.add(tensor.getName()));
        return graph.getInputList().stream()
                .filter(input -> !initialisers.contains(input.getName()))
                .toList();
    }

    /** The node that computes a value; null where none does. */
    NodeProto maker(String value) {
        return makers().get(value);
    }

    private Map<String, NodeProto> makers() {
        if (makers == null) {
            makers = new HashMap<>();
            graph.getNodeList().forEach(node -> node.getOutputList().forEach(name -> makers.putIfAbsent(name, node)));
        }
        return makers;
    }

    /** A name that no value has. */
    String fresh(String like) {
        String name = like;
        for (int i = 1; !names.add(name); i++) {
            name = like + "_" + i;
        }
        return name;
    }

    /** Adds a float32 initialiser under a name like this one, and gives its name. */
    String floats(String like, float[] values, long... shape) {
        String name = fresh(like);
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (long extent : shape) {
            tensor.addDims(extent);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** Adds a list of integers in the same way. */
    String integers(String like, long... values) {
        return integers(like, List.of((long) values.length), values);
    }

    /** The same of integers in rows. */
    String matrix(String like, long columns, long... values) {
        return integers(like, List.of(values.length / columns, columns), values);
    }

    private String integers(String like, List<Long> shape, long... values) {
        String name = fresh(like);
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addAllDims(shape);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    static NodeProto.Builder node(String op, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(op)
                .setName(output)
                .addOutput(output)
                .addAllInput(List.of(inputs));
    }

    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** Adds a node after all others. */
    void add(NodeProto.Builder node) {
        graph.addNode(node);
        makers = null;
    }

    /** Exchanges the nodes for others, in order. */
    void nodes(List<NodeProto> nodes) {
        graph.clearNode().addAllNode(nodes);
        makers = null;
    }

    /** Makes a value the only output, and drops nodes and initialisers that it does not need. */
    void output(String value) {
        Set<String> needed = needed(value);
        List<NodeProto> nodes = graph.getNodeList().stream()
                .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
                .toList();
        List<TensorProto> initialisers = graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .toList();
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> needed.contains(input.getName()))
                .toList();
        nodes(nodes);
        graph.clearInitializer()
                .addAllInitializer(initialisers)
                .clearInput()
                .addAllInput(inputs)
                .clearOutput()
                .addOutput(ValueInfoProto.newBuilder().setName(value));
    }

    private Set<String> needed(String value) {
        var needed = new HashSet<String>();
        Deque<String> pending = new ArrayDeque<>(List.of(value));
        while (!pending.isEmpty()) {
            String name = pending.pop();
            if (needed.add(name) && makers().containsKey(name)) {
                pending.addAll(makers().get(name).getInputList());
            }
        }
        return needed;
    }
}
