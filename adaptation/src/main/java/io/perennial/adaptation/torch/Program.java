// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.operator.Evaluation;
import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Pass;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** A graph made ready to run: constants in native memory, what depends only on them computed, the rest as steps. */
final class Program implements AutoCloseable {

    /** Operators whose output is a tensor of its own, which their gradients do not need. */
    private static final Set<String> FRESH = Set.of("Conv", "BatchNormalization", "Gemm", "MatMul", "Add");

    private final Graph graph;
    private final TorchTensors tensors;
    private final Map<String, Value<Tensor>> constants = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> folded;
    private volatile long bytes;
    /** Of one event, counted in the first pass; 0 before. */
    private volatile long products;
    /** Values of one event that are normalised, counted likewise. */
    private volatile long normalised;
    /** Values of all convolutions' weights, counted likewise. */
    private volatile long weights;

    private volatile boolean counted;

    /**
     * @param learned names of the initialisers that every pass brings along
     * @param device that the constants lie on, and every pass
     * @throws UnsupportedOperatorException if an operator is not in the table
     */
    Program(Graph graph, Set<String> learned, TorchDevice device) {
        this.graph = graph;
        this.tensors = new TorchTensors(device);
        try (var scope = new PointerScope();
                var none = new AutoGradMode(false)) {
            for (Constant constant : graph.initialisers().values()) {
                if (!learned.contains(constant.name())) {
                    keep(constant.name(), MovingOperators.of(constant, tensors));
                }
            }
            plan();
            folded = FoldedNorm.of(steps, name -> learned.contains(name) || constants.containsKey(name));
            bytes = constants.values().stream()
                    .mapToLong(value ->
                            value instanceof Real<Tensor> real ? real.tensor().nbytes() : 0)
                    .sum();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Runs all steps within the caller's scope and gradient mode.
     *
     * @param batch of all groups
     * @param groups batches that have statistics of their own, see {@link PassStatistics}
     * @param parameters leaves by name
     * @param fold whether given statistics go into the convolutions' weights, see {@link FoldedNorm}
     * @return the output, which the caller closes
     */
    Tensor run(
            Map<String, Value<Tensor>> parameters,
            Tensor batch,
            NormStatistics statistics,
            Groups groups,
            boolean fold) {
        var lent = new HashMap<>(constants);
        lent.putAll(parameters);
        lent.put(graph.input(), new Real<>(batch));
        var pass = new Pass(graph.opset(), (int) batch.size(0), graph.fixedBatch());
        var used = new PassStatistics(statistics, groups, tensors.device());
        try (var values = new Values(lent)) {
            long multiplied = 0;
            boolean given = fold && statistics.batchShare() == 0;
            for (Step step : given && pass.events() * normalised > weights ? folded : steps) {
                multiplied += run(step, values, pass, used);
            }
            products = counted ? products : multiplied / pass.events();
            counted = true;
            if (values.take(graph.output()) instanceof Real<Tensor> real) {
                return real.tensor();
            }
        }
        throw new IllegalArgumentException(
                "model refused: expected a float32 output, got integers [" + graph.output() + "]");
    }

    /** Multiplications of convolutions and matrix products in a pass of one event, once there was a pass. */
    long products() {
        return products;
    }

    /** Of the constants in native memory. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        bytes = 0;
        constants.values().forEach(Values::free);
        constants.clear();
    }

    private void keep(String name, Value<Tensor> value) {
        if (value instanceof Real<Tensor> real) {
            real.tensor().retainReference();
        }
        constants.put(name, value);
    }

    private void plan() {
        Iterator<NormLayer> layers = graph.normLayers().iterator();
        Map<String, Integer> lastReader = lastReaders();
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            Operator<Tensor, TorchCall> operator = Evaluation.operator(node, graph, Operators.TABLE);
            NormLayer layer = node.op().equals("BatchNormalization") ? layers.next() : null;
            var dead = new ArrayList<String>();
            var mentioned = new HashSet<>(node.inputs());
            mentioned.addAll(node.outputs());
            for (String name : mentioned) {
                if (lastReader.getOrDefault(name, i) == i && !name.equals(graph.output())) {
                    dead.add(name);
                }
            }
            var step = new Step(node, operator, layer, dead, overwrites(node, dead));
            if (layer == null
                    && node.inputs().stream().allMatch(name -> name.isEmpty() || constants.containsKey(name))) {
                fold(step);
            } else {
                steps.add(step);
            }
        }
    }

    /** An input that a view was made of may not be written to, so there must be no other reader at all. */
    private boolean overwrites(Node node, List<String> dead) {
        if (!node.op().equals("Relu")) {
            return false;
        }
        String input = node.inputs().get(0);
        long readers = graph.nodes().stream()
                .flatMap(other -> other.inputs().stream())
                .filter(input::equals)
                .count();
        return readers == 1
                && dead.contains(input)
                && steps.stream()
                        .filter(step -> step.node().outputs().contains(input))
                        .anyMatch(step -> FRESH.contains(step.node().op()));
    }

    private Map<String, Integer> lastReaders() {
        var last = new HashMap<String, Integer>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (String name : graph.nodes().get(i).inputs()) {
                last.put(name, i);
            }
        }
        return last;
    }

    private void fold(Step step) {
        try (var values = new Values(constants)) {
            run(
                    new Step(step.node(), step.operator(), null, List.of(), false),
                    values,
                    new Pass(graph.opset(), 1, 0),
                    null);
            for (String name : step.node().outputs()) {
                if (values.get(name) != null) {
                    constants.put(name, values.take(name));
                }
            }
        }
    }

    /** Gives the multiplications of the step. */
    private long run(Step step, Values values, Pass pass, PassStatistics statistics) {
        Node node = step.node();
        try (var scope = new PointerScope()) {
            List<Value<Tensor>> outputs = Evaluation.of(
                    node,
                    graph.opset(),
                    step.operator(),
                    values::get,
                    inputs -> new TorchCall(step, inputs, pass, statistics, tensors));
            for (int i = 0; i < outputs.size(); i++) {
                values.keep(node.outputs().get(i), outputs.get(i));
            }
        }
        long multiplied = 0;
        if (!counted) {
            multiplied = products(node, values);
            count(node, values, pass);
        }
        step.dead().forEach(values::free);
        return multiplied;
    }

    /** Weighs what folding saves against what it costs: a look at every value that is normalised, and one at every weight. */
    private void count(Node node, Values values, Pass pass) {
        if (node.op().equals("BatchNormalization") && values.get(node.outputs().get(0)) instanceof Real<Tensor> y) {
            normalised += y.tensor().numel() / pass.events();
        }
        if (node.op().equals("Conv") && values.get(node.inputs().get(1)) instanceof Real<Tensor> weight) {
            weights += weight.tensor().numel();
        }
    }

    /** Each value of the output is a sum of as many products as the weight has values for it. */
    private static long products(Node node, Values values) {
        boolean linear = Set.of("Conv", "Gemm", "MatMul").contains(node.op());
        if (!linear
                || !(values.get(node.inputs().get(1)) instanceof Real<Tensor> weight)
                || !(values.get(node.outputs().get(0)) instanceof Real<Tensor> output)) {
            return 0;
        }
        Tensor y = output.tensor();
        long outputs = node.op().equals("Conv") ? weight.tensor().size(0) : y.dim() == 0 ? 1 : y.size(y.dim() - 1);
        return outputs == 0 ? 0 : y.numel() * (weight.tensor().numel() / outputs);
    }
}
