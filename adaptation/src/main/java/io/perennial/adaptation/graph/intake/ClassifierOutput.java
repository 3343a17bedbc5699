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
 *
 * <p>K labels that do not exclude each other, a sigmoid for each, become the 2^K sets that they can form: the logit of a set is the
 * sum of its labels' logits, whose softmax is the product of the labels' own probabilities, and the cross-entropy of two such
 * predictions is the sum of the labels' binary cross-entropies.
 */
final class ClassifierOutput {

    /** What passes scores on as they are. */
    private static final Set<String> PASSING = Set.of("Identity", "Cast", "ZipMap");

    /** Of labels that do not exclude each other: 1024 classes. */
    private static final int MOST_LABELS = 10;

    private ClassifierOutput() {}

    /** Gives the number of labels that an event may have at once; 0 where the classes exclude each other. */
    static int rewrite(Draft draft, List<String> changes) {
        ValueInfoProto chosen = chosen(draft);
        String name = chosen.getName();
        if (draft.graph().getOutputCount() > 1) {
            changes.add("of the outputs, " + name + " holds the scores");
        }
        String scores = behind(draft, name);
        NodeProto maker = draft.maker(scores);
        if (maker == null) {
            return 0; // refused where graphs are read
        }
        String logits = scores;
        int labels = 0;
        NodeProto sigmoid = sigmoid(draft, maker);
        if (maker.getOpType().equals("Softmax") && maker.getInputCount() == 1) {
            logits = maker.getInput(0);
            changes.add("the softmax at the end is left out: logits are adapted");
        } else if (sigmoid != null) {
            labels = sigmoid.equals(maker) ? labels(draft, sigmoid) : 1;
            logits = labels == 1
                    ? two(draft, sigmoid.getInput(0), changes)
                    : sets(draft, sigmoid.getInput(0), labels, changes);
        }
        if (!logits.equals(name) || draft.graph().getOutputCount() != 1) {
            draft.output(logits);
        }
        return labels > 1 ? labels : 0;
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

    /** What makes sigmoid(z), or its complement and itself side by side, of a logit z; null where these are no such scores. */
    private static NodeProto sigmoid(Draft draft, NodeProto maker) {
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
        return sigmoid != null && sigmoid.getOpType().equals("Sigmoid") && sigmoid.getInputCount() == 1
                ? sigmoid
                : null;
    }

    private static int labels(Draft draft, NodeProto sigmoid) {
        long units = units(draft, sigmoid.getInput(0));
        if (units < 1 || units > MOST_LABELS) {
            throw GraphReader.refused(
                    "classes that exclude each other, or 1 to " + MOST_LABELS + " labels",
                    "a sigmoid for each of " + (units < 1 ? "an unknown number of" : units) + " labels",
                    "node \"" + sigmoid.getName() + "\"");
        }
        return (int) units;
    }

    /** Of the last layer, a product or a shift of one; 0 where that is not known. */
    private static long units(Draft draft, String value) {
        NodeProto last = draft.maker(value);
        if (last != null && last.getOpType().equals("Add")) {
            return last.getInputList().stream()
                    .mapToLong(part -> productUnits(draft, draft.maker(part)))
                    .max()
                    .orElse(0);
        }
        return productUnits(draft, last);
    }

    private static long productUnits(Draft draft, NodeProto layer) {
        if (layer == null || layer.getInputCount() < 2) {
            return 0;
        }
        return switch (layer.getOpType()) {
            case "MatMul" -> extent(draft, layer.getInput(1), 1);
            case "Gemm" -> extent(draft, layer.getInput(1), transposed(layer) ? 0 : 1);
            default -> 0;
        };
    }

    private static boolean transposed(NodeProto gemm) {
        return gemm.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals("transB"))
                .mapToLong(AttributeProto::getI)
                .anyMatch(value -> value != 0);
    }

    private static long extent(Draft draft, String weight, int axis) {
        return draft.graph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(weight) && tensor.getDimsCount() == 2)
                .mapToLong(tensor -> tensor.getDims(axis))
                .findFirst()
                .orElse(0);
    }

    /** z [events, 1] as [events, 2] with 0 before it. */
    private static String two(Draft draft, String logit, List<String> changes) {
        changes.add("the sigmoid at the end is left out: its logit z stands beside 0, as the logits of two classes");
        String pads = draft.integers("binary_pads", 0, 1, 0, 0);
        String both = draft.fresh("logits");
        draft.add(Draft.node("Pad", both, logit, pads));
        return both;
    }

    /** z [events, K] as [events, 2^K]. Which labels a set has is written in integers, for those do not learn. */
    private static String sets(Draft draft, String logits, int labels, List<String> changes) {
        int sets = 1 << labels;
        changes.add("the sigmoids at the end are left out: the classes are the " + sets + " sets that " + labels
                + " labels can form, with the sum of their labels' logits; label k is bit k of a class");
        long[] members = new long[labels * sets];
        for (int label = 0; label < labels; label++) {
            for (int set = 0; set < sets; set++) {
                members[label * sets + set] = set >> label & 1;
            }
        }
        String integers = draft.matrix("label_sets", sets, members);
        String numbers = draft.fresh("label_sets_as_numbers");
        draft.add(Draft.node("Cast", numbers, integers)
                .addAttribute(Draft.integer("to", TensorProto.DataType.FLOAT_VALUE)));
        String sums = draft.fresh("logits");
        draft.add(Draft.node("MatMul", sums, logits, numbers));
        return sums;
    }
}
