// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.perennial.adaptation.graph.GraphReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One output of logits [events, classes]. Labels beside them are left out, probabilities are led back to the logits that they were
 * made of, and a single logit z becomes the two logits 0 and z, whose softmax is the sigmoid of z.
 */
final class ClassifierOutput {

    /** What passes scores on as they are. */
    private static final Set<String> PASSING = Set.of("Identity", "Cast", "ZipMap");

    private ClassifierOutput() {}

    static void rewrite(Draft draft, List<String> changes) {
        ValueInfoProto chosen = chosen(draft);
        String name = chosen.getName();
        if (draft.graph().getOutputCount() > 1) {
            changes.add("of the outputs, " + name + " holds the scores");
        }
        String scores = behind(draft, name);
        NodeProto maker = draft.maker(scores);
        if (maker == null) {
            return; // refused where graphs are read
        }
        String logits = scores;
        boolean single = false;
        if (maker.getOpType().equals("Softmax") && maker.getInputCount() == 1) {
            logits = maker.getInput(0);
            changes.add("the softmax at the end is left out: logits are adapted");
        } else {
            String logit = logitOfTwo(draft, maker);
            if (logit != null) {
                logits = logit;
                single = true;
            }
        }
        if (single) {
            logits = two(draft, logits);
            changes.add(
                    "the sigmoid at the end is left out: its logit z stands beside 0, as the logits of two classes");
        }
        boolean same = logits.equals(name) && draft.graph().getOutputCount() == 1;
        if (!same) {
            draft.output(logits);
        }
    }

    /** The output that holds scores: the only one, or the only one of real numbers, or of maps from labels to them. */
    private static ValueInfoProto chosen(Draft draft) {
        List<ValueInfoProto> outputs = draft.graph().getOutputList();
        if (outputs.size() == 1) {
            return outputs.get(0);
        }
        List<ValueInfoProto> scores =
                outputs.stream().filter(ClassifierOutput::holdsScores).toList();
        if (scores.size() == 1) {
            return scores.get(0);
        }
        List<ValueInfoProto> named = scores.stream()
                .filter(output -> output.getName().matches("(?i).*(logit|prob|score).*"))
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        throw GraphReader.refused(
                "one output of scores",
                outputs.stream().map(ValueInfoProto::getName).toList() + "; export with the logits alone",
                "graph " + draft.graph().getName());
    }

    private static boolean holdsScores(ValueInfoProto output) {
        var type = output.getType();
        if (type.hasSequenceType() || type.hasMapType()) {
            return true;
        }
        int element = type.getTensorType().getElemType();
        return element == TensorProto.DataType.FLOAT_VALUE || element == TensorProto.DataType.DOUBLE_VALUE;
    }

    /** The value that nodes without arithmetic pass on as this one. */
    private static String behind(Draft draft, String value) {
        String behind = value;
        Set<String> seen = new HashSet<>();
        NodeProto maker = draft.maker(behind);
        while (maker != null && maker.getInputCount() > 0 && PASSING.contains(maker.getOpType()) && seen.add(behind)) {
            behind = maker.getInput(0);
            maker = draft.maker(behind);
        }
        return behind;
    }

    /** The logit z of sigmoid(z) [events, 1], or of its complement and itself side by side; null where it is neither. */
    private static String logitOfTwo(Draft draft, NodeProto maker) {
        NodeProto sigmoid = maker;
        if (maker.getOpType().equals("Concat") && maker.getInputCount() == 2) {
            NodeProto first = draft.maker(maker.getInput(0));
            String second = behind(draft, maker.getInput(1));
            boolean complement = first != null
                    && first.getOpType().equals("Sub")
                    && first.getInputCount() == 2
                    && behind(draft, first.getInput(1)).equals(second);
            sigmoid = complement ? draft.maker(second) : null;
        }
        if (sigmoid == null || !sigmoid.getOpType().equals("Sigmoid") || sigmoid.getInputCount() != 1) {
            return null;
        }
        if (sigmoid == maker && !isSingle(draft, sigmoid.getInput(0))) {
            throw GraphReader.refused(
                    "classes that exclude each other",
                    "a sigmoid for each, as of several labels for one event, which is not adapted",
                    "node \"" + sigmoid.getName() + "\"");
        }
        return sigmoid.getInput(0);
    }

    /** Whether the last layer has one unit: a product, or a shift of one. */
    private static boolean isSingle(Draft draft, String value) {
        NodeProto last = draft.maker(value);
        if (last != null && last.getOpType().equals("Add")) {
            return last.getInputList().stream().anyMatch(part -> isSingleProduct(draft, draft.maker(part)));
        }
        return isSingleProduct(draft, last);
    }

    private static boolean isSingleProduct(Draft draft, NodeProto layer) {
        if (layer == null || layer.getInputCount() < 2) {
            return false;
        }
        return switch (layer.getOpType()) {
            case "MatMul" -> units(draft, layer.getInput(1), 1) == 1;
            case "Gemm" -> units(draft, layer.getInput(1), transposed(layer) ? 0 : 1) == 1;
            default -> false;
        };
    }

    private static boolean transposed(NodeProto gemm) {
        return gemm.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("transB"))
                .mapToLong(AttributeProto::getI)
                .anyMatch(value -> value != 0);
    }

    private static long units(Draft draft, String weight, int axis) {
        return draft.graph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(weight) && tensor.getDimsCount() == 2)
                .mapToLong(tensor -> tensor.getDims(axis))
                .findFirst()
                .orElse(0);
    }

    /** z [events, 1] as [events, 2] with 0 before it. */
    private static String two(Draft draft, String logit) {
        String pads = draft.integers("binary_pads", 0, 1, 0, 0);
        String both = draft.fresh("logits");
        draft.add(Draft.node("Pad", both, logit, pads));
        return both;
    }
}
