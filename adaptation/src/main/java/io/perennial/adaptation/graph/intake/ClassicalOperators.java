// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.graph.intake;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.perennial.adaptation.graph.GraphReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Operators of the domain ai.onnx.ml, in which scikit-learn's pipelines are exported, as standard ones. */
final class ClassicalOperators {

    private static final String DOMAIN = "ai.onnx.ml";

    private ClassicalOperators() {}

    static void rewrite(Draft draft, List<String> changes) {
        Set<String> rewritten = new LinkedHashSet<>();
        List<NodeProto> nodes = new ArrayList<>();
        for (NodeProto node : draft.graph().getNodeList()) {
            List<NodeProto> by = node.getDomain().equals(DOMAIN) ? standard(draft, node) : List.of();
            if (by.isEmpty()) {
                nodes.add(node);
            } else {
                nodes.addAll(by);
                rewritten.add(node.getOpType());
            }
        }
        if (!rewritten.isEmpty()) {
            draft.nodes(nodes);
            changes.add("written in standard operators: " + String.join(", ", rewritten));
        }
    }

    /** Empty for those that are dropped with the labels, or refused by name where graphs are read. */
    private static List<NodeProto> standard(Draft draft, NodeProto node) {
        return switch (node.getOpType()) {
            case "Scaler" -> scaler(draft, node);
            case "Normalizer" -> normalizer(draft, node);
            case "LinearClassifier" -> linear(draft, node);
            default -> List.of();
        };
    }

    /** (x - offset) scale; as a division, for a scale is a weight that learns where it is multiplied by. */
    private static List<NodeProto> scaler(Draft draft, NodeProto node) {
        float[] offset = floats(node, "offset");
        float[] scale = floats(node, "scale");
        float[] width = new float[scale.length];
        for (int i = 0; i < scale.length; i++) {
            width[i] = 1 / scale[i];
            if (!(Math.abs(width[i]) > 0) || Float.isInfinite(width[i])) {
                throw GraphReader.refused(
                        "a scale that can be divided by", String.valueOf(scale[i]), "node " + node.getName());
            }
        }
        String centred = draft.fresh(node.getOutput(0) + "_centred");
        return List.of(
                Draft.node("Sub", centred, node.getInput(0), draft.floats("offset", offset, offset.length))
                        .build(),
                Draft.node("Div", node.getOutput(0), centred, draft.floats("width", width, width.length))
                        .build());
    }

    /** Of each event. What a softmax gave sums to 1 as it is. */
    private static List<NodeProto> normalizer(Draft draft, NodeProto node) {
        String norm = text(node, "norm", "MAX");
        NodeProto before = draft.maker(node.getInput(0));
        boolean sums = before != null
                && before.getOpType().equals("LinearClassifier")
                && !text(before, "post_transform", "NONE").equals("NONE");
        if (norm.equals("L1") && sums) {
            return List.of(
                    Draft.node("Identity", node.getOutput(0), node.getInput(0)).build());
        }
        if (norm.equals("MAX")) {
            String most = draft.fresh(node.getOutput(0) + "_most");
            NodeProto.Builder reduce = draft.opset() < 18
                    ? Draft.node("ReduceMax", most, node.getInput(0))
                            .addAttribute(AttributeProto.newBuilder()
                                    .setName("axes")
                                    .setType(AttributeProto.AttributeType.INTS)
                                    .addInts(1))
                    : Draft.node("ReduceMax", most, node.getInput(0), draft.integers("axes", 1));
            return List.of(
                    reduce.build(),
                    Draft.node("Div", node.getOutput(0), node.getInput(0), most).build());
        }
        return List.of(Draft.node("LpNormalization", node.getOutput(0), node.getInput(0))
                .addAttribute(Draft.integer("axis", 1))
                .addAttribute(Draft.integer("p", norm.equals("L1") ? 1 : 2))
                .build());
    }

    /** Scores of a linear model; its labels are what the largest score says and are not needed. */
    private static List<NodeProto> linear(Draft draft, NodeProto node) {
        float[] coefficients = floats(node, "coefficients");
        float[] intercepts = floats(node, "intercepts");
        int rows = intercepts.length;
        String transform = text(node, "post_transform", "NONE");
        if (rows == 0 || coefficients.length % rows != 0) {
            throw GraphReader.refused(
                    "a row of coefficients for each intercept",
                    coefficients.length + " and " + rows,
                    "node " + node.getName());
        }
        int features = coefficients.length / rows;
        String scores = node.getOutput(1);
        return switch (transform) {
            case "NONE", "SOFTMAX" -> {
                String linear = transform.equals("NONE") ? scores : draft.fresh(scores + "_linear");
                List<NodeProto> nodes = new ArrayList<>(List.of(gemm(draft, node, linear, coefficients, intercepts)));
                if (transform.equals("SOFTMAX")) {
                    nodes.add(Draft.node("Softmax", scores, linear)
                            .addAttribute(Draft.integer("axis", 1))
                            .build());
                }
                yield nodes;
            }
            case "LOGISTIC" -> logistic(draft, node, coefficients, intercepts, features);
            default ->
                throw GraphReader.refused(
                        "scores through a softmax, a sigmoid or nothing", transform, "node " + node.getName());
        };
    }

    private static NodeProto gemm(Draft draft, NodeProto node, String to, float[] coefficients, float... intercepts) {
        int rows = intercepts.length;
        return Draft.node(
                        "Gemm",
                        to,
                        node.getInput(0),
                        draft.floats("coefficients", coefficients, rows, coefficients.length / rows),
                        draft.floats("intercepts", intercepts, rows))
                .addAttribute(Draft.integer("transB", 1))
                .build();
    }

    /** Of two classes: the row of the second, and the sigmoid of its score beside the complement. */
    private static List<NodeProto> logistic(
            Draft draft, NodeProto node, float[] coefficients, float[] intercepts, int features) {
        int rows = intercepts.length;
        boolean mirrored = rows == 2;
        for (int i = 0; mirrored && i < features; i++) {
            mirrored = coefficients[i] == -coefficients[features + i];
        }
        if (rows != 1 && !(mirrored && intercepts[0] == -intercepts[1])) {
            throw GraphReader.refused(
                    "classes that exclude each other",
                    "a sigmoid for each of " + rows + " rows; train with a softmax",
                    "node " + node.getName());
        }
        float[] last = new float[features];
        System.arraycopy(coefficients, coefficients.length - features, last, 0, features);
        String scores = node.getOutput(1);
        Function<String, String> fresh = part -> draft.fresh(scores + part);
        String logit = fresh.apply("_logit");
        String second = fresh.apply("_second");
        String first = fresh.apply("_first");
        return List.of(
                gemm(draft, node, logit, last, intercepts[rows - 1]),
                Draft.node("Sigmoid", second, logit).build(),
                Draft.node("Sub", first, draft.floats("one", new float[] {1}, 1), second)
                        .build(),
                Draft.node("Concat", scores, first, second)
                        .addAttribute(Draft.integer("axis", 1))
                        .build());
    }

    private static float[] floats(NodeProto node, String name) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .findFirst()
                .map(attribute -> {
                    var values = new float[attribute.getFloatsCount()];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = attribute.getFloats(i);
                    }
                    return values;
                })
                .orElseGet(() -> new float[0]);
    }

    private static String text(NodeProto node, String name, String otherwise) {
        return node.getAttributeList().stream()
                .filter(attribute -> attribute.getName().equals(name))
                .map(attribute -> attribute.getS().toStringUtf8())
                .findFirst()
                .orElse(otherwise);
    }
}
