// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes what was learned into the model's own file. Names, inputs, outputs, operators, metadata and the order of the nodes
 * stay; a value that did not change keeps its bytes, any other is written as raw data.
 *
 * <p>What an exporter merged because it was equal, and what has since been learned apart, is taken apart again: an {@code
 * Identity} of an initialiser becomes an initialiser of the same name, and a statistic that shares its initialiser gets one of
 * its own.
 */
public final class GraphExport {

    private final ModelProto model;
    private final Graph graph;
    /** Of every initialiser, those untied among them: what it shall hold. */
    private final Map<String, float[]> values = new LinkedHashMap<>();
    /** Initialisers for the statistics that cannot go where the file has them. */
    private final Map<String, float[]> added = new LinkedHashMap<>();

    private final Set<String> taken = new HashSet<>();

    private GraphExport(byte[] onnx) {
        model = GraphReader.parse(onnx);
        graph = Graph.read(onnx);
        graph.initialisers().forEach((name, constant) -> {
            if (constant.isFloat32()) {
                values.put(name, constant.floats());
            }
        });
    }

    /**
     * With the parameters told by the number of weights, see {@link LearnedLayout}.
     *
     * @param onnx the bytes of the model's file
     * @param weights [P], all trainable parameters or those of the normalisation layers
     * @param statistics [S] as {@code NormStatistics} has them
     * @return the bytes of the file with these weights and statistics
     * @throws IllegalArgumentException if they do not fit the model or are not finite
     */
    public static byte[] write(byte[] onnx, float[] weights, float[] statistics) {
        GraphExport export = new GraphExport(onnx);
        return export.with(LearnedLayout.of(export.graph, weights.length), weights, statistics);
    }

    /** The same for weights of a known selection. */
    public static byte[] write(byte[] onnx, ParameterSelection selection, float[] weights, float[] statistics) {
        GraphExport export = new GraphExport(onnx);
        return export.with(export.graph.layout(selection), weights, statistics);
    }

    /** The same for the file's own weights, beside which statistics alone have been learned. */
    public static byte[] write(byte[] onnx, float[] statistics) {
        return new GraphExport(onnx).with(new ParameterLayout(List.of()), new float[0], statistics);
    }

    private byte[] with(ParameterLayout layout, float[] weights, float[] statistics) {
        int channels = graph.statistics().length;
        if (weights.length != layout.size() || statistics.length != channels) {
            throw new IllegalArgumentException("export refused: expected " + layout.size() + " weights and " + channels
                    + " statistics, got " + weights.length + " and " + statistics.length
                    + "; take the model they were learned on");
        }
        for (ParameterLayout.Slice slice : layout.slices()) {
            float[] learned = Arrays.copyOfRange(weights, slice.offset(), slice.offset() + slice.length());
            finite(learned, slice.name());
            values.put(slice.name(), learned);
        }
        GraphProto.Builder out = model.getGraph().toBuilder();
        statistics(out, statistics);
        initialisers(out);
        identities(out);
        added.forEach((name, floats) -> out.addInitializer(RawTensor.of(name, floats, floats.length)));
        return model.toBuilder().setGraph(out).build().toByteArray();
    }

    /** Means and variances, each to the initialiser that its node reads, or to a new one where that has other readers. */
    private void statistics(GraphProto.Builder out, float[] statistics) {
        Set<String> settled = new HashSet<>();
        graph.initialisers().keySet().forEach(taken::add);
        for (Node node : graph.nodes()) {
            taken.addAll(node.outputs());
            for (int i = 0; i < node.inputs().size(); i++) {
                if (!ParameterRoles.isStatistic(node, i)) {
                    settled.add(node.inputs().get(i));
                }
            }
        }
        Map<String, Integer> places = places(out);
        int layer = 0;
        for (Node node : graph.nodes()) {
            if (ParameterRoles.isBatchNorm(node)) {
                NormLayer norm = graph.normLayers().get(layer++);
                int place = places.get(node.outputs().get(0));
                for (int input = 3; input <= 4; input++) {
                    int from = input == 3 ? norm.offset() : norm.varianceOffset();
                    float[] moments = Arrays.copyOfRange(statistics, from, from + norm.channels());
                    check(moments, input == 4, norm.node());
                    String name = node.inputs().get(input);
                    if (settled.add(name)) {
                        values.put(name, moments);
                    } else if (!same(values.get(name), moments)) {
                        String own = unused(name + (input == 3 ? "_mean" : "_variance"));
                        added.put(own, moments);
                        out.getNodeBuilder(place).setInput(input, own);
                    }
                }
            }
        }
    }

    private static Map<String, Integer> places(GraphProto.Builder out) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < out.getNodeCount(); i++) {
            int place = i;
            out.getNode(i).getOutputList().forEach(name -> places.put(name, place));
        }
        return places;
    }

    private String unused(String wanted) {
        String name = wanted;
        for (int i = 2; !taken.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    private void initialisers(GraphProto.Builder out) {
        for (int i = 0; i < out.getInitializerCount(); i++) {
            TensorProto tensor = out.getInitializer(i);
            float[] wanted = values.get(tensor.getName());
            if (wanted != null && !same(new Constant(tensor, tensor.getName()).floats(), wanted)) {
                out.setInitializer(i, RawTensor.with(tensor, wanted));
            }
        }
    }

    /** The file's identities of initialisers stay where both still have the same value. */
    private void identities(GraphProto.Builder out) {
        Set<String> inFile = new HashSet<>();
        out.getInitializerList().forEach(tensor -> inFile.add(tensor.getName()));
        for (int i = out.getNodeCount() - 1; i >= 0; i--) {
            NodeProto node = out.getNode(i);
            String name = node.getOutputCount() == 0 ? "" : node.getOutput(0);
            boolean untied = graph.initialisers().containsKey(name) && !inFile.contains(name);
            if (untied && values.containsKey(name) && !same(values.get(name), values.get(node.getInput(0)))) {
                out.removeNode(i);
                int[] shape = graph.initialisers().get(name).shape();
                out.addInitializer(RawTensor.of(name, values.get(name), shape));
            }
        }
    }

    /** Bit for bit, but that every NaN is the same. */
    private static boolean same(float[] a, float[] b) {
        return Arrays.equals(a, b);
    }

    private static void check(float[] moments, boolean variance, String node) {
        finite(moments, node);
        for (int i = 0; variance && i < moments.length; i++) {
            if (moments[i] < 0) {
                throw refused("variances of 0 or more", moments[i], i, node);
            }
        }
    }

    private static void finite(float[] learned, String where) {
        for (int i = 0; i < learned.length; i++) {
            if (!Float.isFinite(learned[i])) {
                throw refused("finite values", learned[i], i, where);
            }
        }
    }

    private static IllegalArgumentException refused(String expected, float got, int index, String where) {
        return new IllegalArgumentException("export refused: expected " + expected + ", got " + got + " at " + index
                + " [" + where + "]; take an earlier checkpoint");
    }
}
