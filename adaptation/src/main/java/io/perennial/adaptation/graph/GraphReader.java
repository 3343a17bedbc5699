// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the bytes of a model and brings them into the one form the rest relies on: sorted, untied, consistent. */
public final class GraphReader {

    private static final int OLDEST_OPSET = 11;
    private static final int NEWEST_OPSET = 24;

    /** Values of one event: 256 MiB of float32, beyond any classifier's input. */
    private static final long LARGEST_EVENT = 1L << 26;

    private GraphReader() {}

    /**
     * A file as it is, not looked at any further.
     *
     * @throws InvalidModelException if the bytes are none
     */
    public static ModelProto parse(byte[] onnx) {
        try {
            return ModelProto.parseFrom(onnx);
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidModelException(
                    "model refused: expected an ONNX file, got " + onnx.length + " bytes that are none ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    /** The same model with its nodes sorted and merged parameters untied. */
    static ModelProto normalised(ModelProto model) {
        GraphProto graph = model.getGraph();
        if (graph.getSparseInitializerCount() > 0) {
            throw refused(
                    "dense initialisers",
                    "sparse ones",
                    graph.getSparseInitializer(0).getValues().getName());
        }
        Map<String, TensorProto> initialisers = initialisers(graph);
        String output = output(graph).getName();
        var untying = new Untying(initialisers);
        var given = new HashSet<>(initialisers.keySet());
        given.add(input(graph).getName());
        List<Node> nodes = untying.untie(NodeOrder.sorted(nodes(graph), given), output);
        if (nodes.stream().noneMatch(node -> node.outputs().contains(output))) {
            throw refused("an output that a node computes", "none", output);
        }
        Map<String, NodeProto> byOutput = new LinkedHashMap<>();
        graph.getNodeList().forEach(node -> byOutput.put(key(node.getOutputList()), node));
        var sorted = graph.toBuilder().clearNode().clearInitializer().addAllInitializer(untying.inFileOrder());
        nodes.forEach(node -> sorted.addNode(byOutput.get(key(node.outputs()))));
        return model.toBuilder().setGraph(sorted).build();
    }

    static int opset(ModelProto model) {
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            if (isStandard(opset.getDomain())) {
                if (opset.getVersion() < OLDEST_OPSET || opset.getVersion() > NEWEST_OPSET) {
                    throw refused(
                            "opset " + OLDEST_OPSET + " to " + NEWEST_OPSET,
                            opset.getVersion() + "; export again or convert with onnx.version_converter",
                            "opset_import");
                }
                return (int) opset.getVersion();
            }
        }
        throw refused("an import of the standard operators", "none", "opset_import");
    }

    static Map<String, TensorProto> initialisers(GraphProto graph) {
        var initialisers = new LinkedHashMap<String, TensorProto>();
        for (TensorProto tensor : graph.getInitializerList()) {
            if (tensor.getName().isEmpty() || initialisers.put(tensor.getName(), tensor) != null) {
                throw refused("initialisers with a name of their own", "\"" + tensor.getName() + "\"", "initializer");
            }
        }
        return initialisers;
    }

    static List<Node> nodes(GraphProto graph) {
        var nodes = new ArrayList<Node>(graph.getNodeCount());
        for (NodeProto node : graph.getNodeList()) {
            if (node.getOutputList().stream().allMatch(String::isEmpty)) {
                throw refused("nodes with an output", node.getOpType() + " without", "node " + node.getName());
            }
            String name = node.getName().isEmpty() ? key(node.getOutputList()) : node.getName();
            String domain = isStandard(node.getDomain()) ? "" : node.getDomain();
            var attributes = new Attributes(node.getAttributeList(), "node \"" + name + "\"");
            nodes.add(new Node(name, node.getOpType(), domain, node.getInputList(), node.getOutputList(), attributes));
        }
        return nodes;
    }

    static ValueInfoProto input(GraphProto graph) {
        var names = new HashSet<String>();
        graph.getInitializerList().forEach(tensor -> names.add(tensor.getName()));
        List<ValueInfoProto> inputs = graph.getInputList().stream()
                .filter(input -> !names.contains(input.getName()))
                .toList();
        if (inputs.size() != 1) {
            throw refused("one input", inputs.size() + " inputs", "graph " + graph.getName());
        }
        ValueInfoProto input = inputs.get(0);
        var type = input.getType().getTensorType();
        if (type.getElemType() != TensorProto.DataType.FLOAT_VALUE || !type.hasShape()) {
            throw refused("a float32 tensor of known shape", "another type", "input " + input.getName());
        }
        return input;
    }

    static ValueInfoProto output(GraphProto graph) {
        if (graph.getOutputCount() != 1) {
            throw refused("one output", graph.getOutputCount() + " outputs", "graph " + graph.getName());
        }
        return graph.getOutput(0);
    }

    /** Shape of one event: all but the first extent, which is the number of events. */
    static int[] eventShape(ValueInfoProto input) {
        List<Dimension> extents = input.getType().getTensorType().getShape().getDimList();
        String where = "input " + input.getName();
        if (extents.isEmpty()) {
            throw refused("a first dimension for the events", "a scalar", where);
        }
        var shape = new int[extents.size() - 1];
        long length = 1;
        for (int i = 0; i < shape.length; i++) {
            long extent = extents.get(i + 1).getDimValue();
            if (extent < 1 || extent > LARGEST_EVENT || (length *= extent) > LARGEST_EVENT) {
                throw refused(
                        "fixed extents of at most " + LARGEST_EVENT + " values for one event",
                        extents.get(i + 1).hasDimValue() ? String.valueOf(extent) : "an unknown one; export it fixed",
                        where);
            }
            shape[i] = (int) extent;
        }
        return shape;
    }

    /** How many events the model was exported for; 0 if any number. */
    static int fixedBatch(ValueInfoProto input) {
        long extent =
                Math.max(0, input.getType().getTensorType().getShape().getDim(0).getDimValue());
        long length = 1;
        for (int one : eventShape(input)) {
            length *= one;
        }
        if (extent > LARGEST_EVENT / length) {
            throw refused(
                    "a batch of at most " + LARGEST_EVENT + " values",
                    extent + " events of " + length + "; export the first dimension as dynamic",
                    "input " + input.getName());
        }
        return (int) extent;
    }

    /** In the words in which every model is refused. */
    public static InvalidModelException refused(String expected, String got, String where) {
        return new InvalidModelException("model refused: expected " + expected + ", got " + got + " [" + where + "]");
    }

    /** The first output that is there: unique, for each value is defined once. */
    private static String key(List<String> outputs) {
        return outputs.stream().filter(name -> !name.isEmpty()).findFirst().orElse("");
    }

    private static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }
}
