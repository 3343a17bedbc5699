// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A classifier as data, read from an ONNX file (opsets 11 to 24): nodes, constants, one float32 input [B, ...] and one
 * output. Parameters that the exporter merged because they were equal are parameters of their own again. Immutable.
 */
public final class Graph {

    private final ModelProto model;
    private final int opset;
    private final ValueInfoProto input;
    private final String output;
    private final int[] eventShape;
    private final int fixedBatch;
    private final List<Node> nodes;
    private final Map<String, Constant> initialisers = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters;
    private final List<NormLayer> normLayers = new ArrayList<>();

    private Graph(ModelProto given) {
        Enclosed.check(given);
        opset = GraphReader.opset(given);
        model = GraphReader.normalised(given);
        GraphProto graph = model.getGraph();
        input = GraphReader.input(graph);
        output = GraphReader.output(graph).getName();
        eventShape = GraphReader.eventShape(input);
        fixedBatch = GraphReader.fixedBatch(input);
        nodes = List.copyOf(GraphReader.nodes(graph));
        for (TensorProto tensor : graph.getInitializerList()) {
            initialisers.put(tensor.getName(), new Constant(tensor, "initialiser " + tensor.getName()));
        }
        parameters = ParameterRoles.among(initialisers, nodes);
        readNormLayers();
    }

    /**
     * @param onnx the bytes of a model file
     * @throws InvalidModelException if they are no sound classifier
     */
    public static Graph read(byte[] onnx) {
        return new Graph(GraphReader.parse(onnx));
    }

    /** Version of the standard operators. */
    public int opset() {
        return opset;
    }

    /** Name of the input. */
    public String input() {
        return input.getName();
    }

    /** Name of the output. */
    public String output() {
        return output;
    }

    /** Shape of one event, without the batch dimension. */
    public int[] eventShape() {
        return eventShape.clone();
    }

    /** How many events the file fixes for a batch; 0 if any number. */
    public int fixedBatch() {
        return fixedBatch;
    }

    /** In an order in which they can be computed. */
    public List<Node> nodes() {
        return nodes;
    }

    /** By name, in file order. */
    public Map<String, Constant> initialisers() {
        return Collections.unmodifiableMap(initialisers);
    }

    /** Trainable parameters in file order. */
    public List<Parameter> parameters() {
        return List.copyOf(parameters.values());
    }

    /** Batch-normalisation layers in the order of the file's nodes. */
    public List<NormLayer> normLayers() {
        return List.copyOf(normLayers);
    }

    /** The running means and variances of the file, as {@code NormStatistics} wants them; length S, a fresh copy. */
    public float[] statistics() {
        int size = normLayers.stream().mapToInt(layer -> 2 * layer.channels()).sum();
        var statistics = new float[size];
        int layer = 0;
        for (Node node : nodes) {
            if (ParameterRoles.isBatchNorm(node)) {
                NormLayer at = normLayers.get(layer++);
                System.arraycopy(initialiser(node, 3).floats(), 0, statistics, at.offset(), at.channels());
                System.arraycopy(initialiser(node, 4).floats(), 0, statistics, at.varianceOffset(), at.channels());
            }
        }
        return statistics;
    }

    /**
     * The parameters that learn, laid out in file order.
     *
     * @throws IllegalArgumentException if a selection other than {@code all} selects none, or they are too many
     */
    public ParameterLayout layout(ParameterSelection selection) {
        var slices = new ArrayList<ParameterLayout.Slice>();
        long offset = 0;
        for (Parameter parameter : parameters.values()) {
            if (selects(selection, parameter)) {
                Constant constant = parameter.constant();
                slices.add(new ParameterLayout.Slice(constant.name(), (int) offset, constant.shape()));
                offset += constant.length();
            }
        }
        if (slices.isEmpty() && !(selection instanceof ParameterSelection.All)) {
            throw new IllegalArgumentException("parameters refused: expected " + selection
                    + " to select at least one, got none of " + parameters.keySet());
        }
        if (offset > Integer.MAX_VALUE) {
            throw GraphReader.refused("fewer than 2^31 parameters", String.valueOf(offset), "graph");
        }
        return new ParameterLayout(slices);
    }

    /** The part of this graph that computes one value, with that value as its output. */
    public Graph truncatedAt(String value) {
        var makers = new HashMap<String, NodeProto>();
        for (NodeProto node : model.getGraph().getNodeList()) {
            node.getOutputList().forEach(name -> makers.put(name, node));
        }
        if (!makers.containsKey(value)) {
            throw new IllegalArgumentException(
                    "value refused: expected one that a node computes, got \"" + value + "\"");
        }
        Set<String> needed = needed(value, makers);
        var part = model.getGraph().toBuilder().clearNode().clearInitializer().clearOutput();
        for (NodeProto node : model.getGraph().getNodeList()) {
            if (node.getOutputList().stream().anyMatch(needed::contains)) {
                part.addNode(node);
            }
        }
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            if (needed.contains(tensor.getName())) {
                part.addInitializer(tensor);
            }
        }
        part.addOutput(ValueInfoProto.newBuilder().setName(value));
        return new Graph(model.toBuilder().setGraph(part).build());
    }

    /** This graph as an ONNX file. */
    public byte[] toOnnx() {
        return model.toByteArray();
    }

    private static Set<String> needed(String value, Map<String, NodeProto> makers) {
        var needed = new HashSet<String>();
        Deque<String> pending = new ArrayDeque<>(List.of(value));
        while (!pending.isEmpty()) {
            String name = pending.pop();
            if (needed.add(name) && makers.containsKey(name)) {
                pending.addAll(makers.get(name).getInputList());
            }
        }
        return needed;
    }

    private boolean selects(ParameterSelection selection, Parameter parameter) {
        if (selection instanceof ParameterSelection.Named named) {
            return named.pattern().matcher(parameter.name()).find();
        }
        if (selection instanceof ParameterSelection.NormElseAll) {
            return parameter.norm() || parameters.values().stream().noneMatch(Parameter::norm);
        }
        return selection instanceof ParameterSelection.All || parameter.norm();
    }

    private void readNormLayers() {
        long offset = 0;
        for (Node node : nodes) {
            if (ParameterRoles.isBatchNorm(node)) {
                int channels = initialiser(node, 3).length();
                if (initialiser(node, 4).length() != channels) {
                    throw GraphReader.refused(
                            channels + " variances as there are means",
                            String.valueOf(initialiser(node, 4).length()),
                            "node \"" + node.name() + "\"");
                }
                normLayers.add(new NormLayer(node.name(), channels, (int) offset));
                offset += 2L * channels;
                if (offset > Integer.MAX_VALUE) {
                    throw GraphReader.refused("fewer than 2^31 statistics", String.valueOf(offset), "graph");
                }
            }
        }
    }

    private Constant initialiser(Node node, int index) {
        Constant constant =
                node.hasInput(index) ? initialisers.get(node.inputs().get(index)) : null;
        if (constant == null || !constant.isFloat32()) {
            throw GraphReader.refused(
                    "running mean and variance as float32 initialisers",
                    "inputs " + node.inputs(),
                    "node \"" + node.name() + "\"; export with batch normalisation kept");
        }
        return constant;
    }
}
