// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.perennial.adaptation.graph.GraphReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One float32 tensor for an event. Several inputs lie in it one after the other, in the order of the model; integers are numbers there,
 * exact up to 2^24, and become integers where they enter the model.
 */
final class EventInput {

    private static final Set<Integer> WHOLE = Set.of(
            TensorProto.DataType.INT64_VALUE,
            TensorProto.DataType.INT32_VALUE,
            TensorProto.DataType.INT8_VALUE,
            TensorProto.DataType.UINT8_VALUE,
            TensorProto.DataType.BOOL_VALUE);

    private EventInput() {}

    /** Gives whether some of it are indices. */
    static boolean rewrite(Draft draft, List<String> changes) {
        List<ValueInfoProto> inputs = draft.inputs();
        boolean ready = inputs.size() == 1 && element(inputs.get(0)) == TensorProto.DataType.FLOAT_VALUE;
        if (inputs.isEmpty() || ready) {
            return false;
        }
        inputs.forEach(EventInput::check);
        boolean indices = inputs.stream().anyMatch(input -> isIndex(draft, input));
        var entry = new Entry();
        if (inputs.size() == 1) {
            ValueInfoProto input = inputs.get(0);
            replace(draft, inputs, port(input.getName(), shape(input)));
            enter(draft, input, input.getName(), entry);
            changes.add("input " + input.getName() + " takes its integers as numbers of an event");
        } else {
            changes.add(several(draft, inputs, entry));
        }
        List<NodeProto> nodes = new ArrayList<>(entry.nodes);
        draft.graph().getNodeList().forEach(node -> nodes.add(entry.renamed(node)));
        draft.nodes(nodes);
        return indices;
    }

    /** What stands before the first node, and what the nodes read instead of the inputs. */
    private static final class Entry {
        private final List<NodeProto> nodes = new ArrayList<>();
        private final Map<String, String> reals = new HashMap<>();
        private final Map<String, String> wholes = new HashMap<>();

        /** Integers that become real numbers again at once never have to be integers. */
        NodeProto renamed(NodeProto node) {
            String real = isCastToReal(node) ? reals.get(node.getInput(0)) : null;
            if (real != null) {
                return Draft.node("Identity", node.getOutput(0), real)
                        .setName(node.getName())
                        .build();
            }
            NodeProto.Builder renamed = node.toBuilder();
            for (int i = 0; i < node.getInputCount(); i++) {
                renamed.setInput(i, wholes.getOrDefault(node.getInput(i), node.getInput(i)));
            }
            return renamed.build();
        }
    }

    /** @param real the value that holds the numbers of this input, in its shape */
    private static void enter(Draft draft, ValueInfoProto input, String real, Entry entry) {
        String name = input.getName();
        if (!WHOLE.contains(element(input))) {
            entry.wholes.put(name, real);
            return;
        }
        String whole = draft.fresh(name + "_whole");
        entry.nodes.add(Draft.node("Cast", whole, real)
                .addAttribute(Draft.integer("to", element(input)))
                .build());
        entry.reals.put(name, real);
        entry.wholes.put(name, whole);
    }

    /** An integer input that anything but a cast to real numbers reads. */
    private static boolean isIndex(Draft draft, ValueInfoProto input) {
        return WHOLE.contains(element(input))
                && draft.graph().getNodeList().stream()
                        .filter(node -> node.getInputList().contains(input.getName()))
                        .anyMatch(node -> !isCastToReal(node));
    }

    private static String several(Draft draft, List<ValueInfoProto> inputs, Entry entry) {
        String event = draft.fresh("event");
        long start = 0;
        var said = new StringBuilder();
        for (ValueInfoProto input : inputs) {
            TensorShapeProto shape = shape(input);
            long length = 1;
            long[] target = new long[shape.getDimCount()]; // 0 copies the number of events
            for (int i = 1; i < target.length; i++) {
                target[i] = shape.getDim(i).getDimValue();
                length = Math.multiplyExact(length, target[i]);
            }
            String from = draft.integers(input.getName() + "_from", start);
            String to = draft.integers(input.getName() + "_to", start + length);
            String axis = draft.integers(input.getName() + "_axis", 1);
            String part = draft.fresh(input.getName() + "_part");
            entry.nodes.add(Draft.node("Slice", part, event, from, to, axis).build());
            String shaped = draft.fresh(input.getName() + "_real");
            String as = draft.integers(input.getName() + "_shape", target);
            entry.nodes.add(Draft.node("Reshape", shaped, part, as).build());
            enter(draft, input, shaped, entry);
            said.append(said.isEmpty() ? "" : ", ")
                    .append(input.getName())
                    .append('[')
                    .append(length)
                    .append(']');
            start += length;
        }
        TensorShapeProto.Builder flat = TensorShapeProto.newBuilder()
                .addDim(shape(inputs.get(0)).getDim(0))
                .addDim(Dimension.newBuilder().setDimValue(start));
        replace(draft, inputs, port(event, flat.build()));
        return inputs.size() + " inputs are one event of " + start + " values: " + said;
    }

    private static boolean isCastToReal(NodeProto node) {
        return node.getOpType().equals("Cast")
                && node.getAttributeList().stream()
                        .anyMatch(attribute -> attribute.getName().equals("to")
                                && attribute.getI() == TensorProto.DataType.FLOAT_VALUE);
    }

    private static void replace(Draft draft, List<ValueInfoProto> old, ValueInfoProto by) {
        List<ValueInfoProto> ports = new ArrayList<>(draft.graph().getInputList());
        ports.removeAll(old);
        ports.add(by);
        draft.graph().clearInput().addAllInput(ports);
    }

    private static ValueInfoProto port(String name, TensorShapeProto shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(TensorProto.DataType.FLOAT_VALUE)
                                .setShape(shape)))
                .build();
    }

    private static int element(ValueInfoProto input) {
        return input.getType().getTensorType().getElemType();
    }

    private static TensorShapeProto shape(ValueInfoProto input) {
        return input.getType().getTensorType().getShape();
    }

    private static void check(ValueInfoProto input) {
        int element = element(input);
        boolean known = element == TensorProto.DataType.FLOAT_VALUE || WHOLE.contains(element);
        if (!known || shape(input).getDimCount() < 1) {
            throw GraphReader.refused(
                    "inputs of float32, integers or truth values, with the number of events first",
                    TensorProto.DataType.forNumber(element) + " of "
                            + shape(input).getDimCount() + " dimensions",
                    "input " + input.getName());
        }
        for (Dimension extent :
                shape(input).getDimList().subList(1, shape(input).getDimCount())) {
            if (extent.getDimValue() < 1) {
                throw GraphReader.refused(
                        "extents that are known",
                        "\"" + extent.getDimParam() + "\"; export with the number of events alone left open",
                        "input " + input.getName());
            }
        }
    }
}
