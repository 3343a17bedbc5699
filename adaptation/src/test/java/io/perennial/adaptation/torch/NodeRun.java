// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NodeModel;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.operator.Evaluation;
import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Pass;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** Computes one node test with this engine's table and compares. */
final class NodeRun {

    /** What ONNX's own backend test allows; some of its values are written with four digits. */
    private static final double RELATIVE = 1e-3;

    private static final double ABSOLUTE = 1e-7;

    /** What a test came to. */
    enum Outcome {
        EQUAL,
        UNSUPPORTED,
        WRONG
    }

    /** @param reason empty where it is equal */
    record Result(Outcome outcome, String reason) {
        static final Result EQUAL = new Result(Outcome.EQUAL, "");
    }

    private final TorchTensors tensors = new TorchTensors(TorchDevice.CPU);

    Result of(NodeCases.Case one) throws IOException {
        NodeModel model = NodeModel.read(one.model());
        try (var scope = new PointerScope();
                var none = new AutoGradMode(false)) {
            Map<String, Value<Tensor>> values = new HashMap<>();
            model.initialisers().forEach((name, constant) -> values.put(name, MovingOperators.of(constant, tensors)));
            for (int i = 0; i < one.inputs().size(); i++) {
                values.put(
                        model.inputs().get(i),
                        MovingOperators.of(NodeModel.tensor(one.inputs().get(i)), tensors));
            }
            for (Node node : model.nodes()) {
                List<Value<Tensor>> outputs = evaluate(node, model.opset(), values);
                for (int i = 0; i < outputs.size(); i++) {
                    values.put(node.outputs().get(i), outputs.get(i));
                }
            }
            for (int i = 0; i < one.outputs().size(); i++) {
                Value<Tensor> got = values.get(model.outputs().get(i));
                if (got == null) {
                    return new Result(
                            Outcome.UNSUPPORTED, "no output " + model.outputs().get(i));
                }
                Constant expected = NodeModel.tensor(one.outputs().get(i));
                String difference = difference(expected, got);
                if (!difference.isEmpty()) {
                    return new Result(Outcome.WRONG, model.outputs().get(i) + ": " + difference);
                }
            }
            return Result.EQUAL;
        } catch (IllegalArgumentException e) {
            return new Result(Outcome.UNSUPPORTED, e.getMessage());
        }
    }

    private List<Value<Tensor>> evaluate(Node node, int opset, Map<String, Value<Tensor>> values) {
        Operator<Tensor, TorchCall> operator = node.domain().isEmpty() ? Operators.TABLE.get(node.op()) : null;
        if (operator == null) {
            throw new UnsupportedOperatorException(node, opset, "expected a row of the table, got none");
        }
        boolean norm = node.op().equals("BatchNormalization");
        NormLayer layer =
                norm ? new NormLayer(node.name(), (int) real(node, 3, values).numel(), 0) : null;
        PassStatistics statistics = norm ? statistics(node, values) : null;
        var step = new Step(node, operator, layer, List.of(), false);
        return Evaluation.of(
                node,
                opset,
                operator,
                values::get,
                inputs -> new TorchCall(step, inputs, new Pass(opset, 1, 0), statistics, tensors));
    }

    private PassStatistics statistics(Node node, Map<String, Value<Tensor>> values) {
        float[] means = Host.toArray(real(node, 3, values));
        float[] variances = Host.toArray(real(node, 4, values));
        float[] both = Arrays.copyOf(means, 2 * means.length);
        System.arraycopy(variances, 0, both, means.length, means.length);
        return new PassStatistics(NormStatistics.fixed(both), Groups.ONE, tensors.device());
    }

    private static Tensor real(Node node, int input, Map<String, Value<Tensor>> values) {
        return ((Real<Tensor>) values.get(node.inputs().get(input))).tensor();
    }

    /** Empty where there is none. */
    private static String difference(Constant expected, Value<Tensor> got) {
        long[] shape = got instanceof Whole<Tensor> whole ? whole.shape() : Host.shape(((Real<Tensor>) got).tensor());
        long[] wanted = Arrays.stream(expected.shape()).asLongStream().toArray();
        if (!Arrays.equals(shape, wanted)) {
            return "expected shape " + Arrays.toString(wanted) + ", got " + Arrays.toString(shape);
        }
        if (got instanceof Whole<Tensor> whole) {
            long[] values = expected.longs();
            return Arrays.equals(values, whole.values()) && !expected.isReal()
                    ? ""
                    : "expected " + shortened(Arrays.toString(values)) + ", got "
                            + shortened(Arrays.toString(whole.values()));
        }
        float[] values = expected.floats();
        float[] computed = Host.toArray(((Real<Tensor>) got).tensor());
        for (int i = 0; i < values.length; i++) {
            double allowed = ABSOLUTE + RELATIVE * Math.abs(values[i]);
            boolean same =
                    Float.compare(values[i], computed[i]) == 0 || Math.abs((double) values[i] - computed[i]) <= allowed;
            if (!same) {
                return String.format(Locale.ROOT, "value %d: expected %s, got %s", i, values[i], computed[i]);
            }
        }
        return "";
    }

    private static String shortened(String text) {
        return text.length() < 80 ? text : text.substring(0, 80) + "...";
    }
}
