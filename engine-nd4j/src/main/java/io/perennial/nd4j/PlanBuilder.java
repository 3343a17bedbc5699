// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.Node;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.operator.Evaluation;
import io.perennial.adaptation.operator.Operator;
import io.perennial.adaptation.operator.Pass;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes a plan: the graph becomes a SameDiff graph, its derivative is added, and its values get their memory. */
final class PlanBuilder {

    private final Graph graph;
    private final ParameterLayout layout;
    private final Plan.Key key;
    private final Tape tape = new Tape();
    private final Nd4jTensors tensors = new Nd4jTensors(tape);
    private final PassStatistics statistics;
    private final Map<String, Integer> parameters = new HashMap<>();
    private final Map<String, Value<SDVariable>> values = new HashMap<>();
    private final INDArray batch;

    /**
     * @param constants of the model, by name
     * @param parameters in any vector, for their shapes
     */
    PlanBuilder(
            Graph graph,
            ParameterLayout layout,
            Map<String, Value<INDArray>> constants,
            Nd4jVector parameters,
            Plan.Key key) {
        this.graph = graph;
        this.layout = layout;
        this.key = key;
        statistics = new PassStatistics(key.statistics(), graph.statistics().length, tape);
        batch = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape());
        constants.forEach((name, value) -> values.put(name, constant(value)));
        for (int i = 0; i < layout.slices().size(); i++) {
            SDVariable parameter = tape.given("parameter" + i, parameters.slices()[i]);
            this.parameters.put(parameter.name(), i);
            values.put(layout.slices().get(i).name(), new Real<>(parameter));
        }
        values.put(graph.input(), new Real<>(tape.given("batch", batch)));
    }

    Plan build() {
        SDVariable output = output();
        int forward = tape.steps().size();
        INDArray seed = null;
        Map<String, SDVariable> gradients = Map.of();
        if (key.differentiated()) {
            seed = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', tape.shape(output));
            gradients = Derivatives.of(tape, output, tape.given("gradient", seed), parameters.keySet());
        }
        Set<String> kept = new HashSet<>(Set.of(output.name()));
        gradients.values().forEach(gradient -> kept.add(gradient.name()));
        for (PassStatistics.Used used : statistics.used()) {
            kept.add(used.mean().name());
            kept.add(used.variance().name());
        }
        return bound(output, seed, gradients, kept, forward);
    }

    private Plan bound(
            SDVariable output, INDArray seed, Map<String, SDVariable> gradients, Set<String> kept, int forward) {
        Set<Step> needed = needed(kept);
        List<Step> steps = tape.steps().stream().filter(needed::contains).toList();
        int first = (int)
                tape.steps().stream().limit(forward).filter(needed::contains).count();
        var memory = new Memory(steps, tape::array, kept);
        var places = new HashMap<String, INDArray>();
        var readers = new ArrayList<Plan.Reader>();
        for (Step step : steps) {
            for (int i = 0; i < step.outputs().size(); i++) {
                step.write(i, place(step.outputs().get(i), memory, places));
            }
            for (int i = 0; i < step.inputs().size(); i++) {
                String name = step.inputs().get(i);
                step.read(i, place(name, memory, places));
                if (parameters.containsKey(name)) {
                    readers.add(new Plan.Reader(step, i, parameters.get(name)));
                }
            }
        }
        var bySlice = new HashMap<Integer, INDArray>();
        gradients.forEach(
                (name, gradient) -> bySlice.put(parameters.get(name), place(gradient.name(), memory, places)));
        var used = new HashMap<SDVariable, INDArray>();
        for (PassStatistics.Used layer : statistics.used()) {
            used.put(layer.mean(), place(layer.mean().name(), memory, places));
            used.put(layer.variance(), place(layer.variance().name(), memory, places));
        }
        INDArray logits = place(output.name(), memory, places);
        return new Plan(
                key, steps, first, readers, bySlice, batch, logits, seed, statistics, used, memory, own(seed, steps));
    }

    /** The memory of a value in a pass: a slot, or the array that it had from the start. */
    private INDArray place(String name, Memory memory, Map<String, INDArray> places) {
        return places.computeIfAbsent(name, any -> {
            INDArray array = tape.array(name);
            INDArray slot = memory.array(name, array.shape());
            return slot == null ? array : slot;
        });
    }

    /** Steps that something that is read depends on. */
    private Set<Step> needed(Set<String> kept) {
        Set<String> names = new HashSet<>(kept);
        Set<Step> needed = new HashSet<>();
        for (int i = tape.steps().size() - 1; i >= 0; i--) {
            Step step = tape.steps().get(i);
            if (step.outputs().stream().anyMatch(names::contains)) {
                needed.add(step);
                names.addAll(step.inputs());
            }
        }
        return needed;
    }

    /** What the plan frees at its end; what only showed shapes, or is needed no more, is freed now. */
    private List<INDArray> own(INDArray seed, List<Step> steps) {
        Set<INDArray> read = identities();
        steps.forEach(step -> step.inputs().forEach(name -> read.add(tape.array(name))));
        Set<String> written = new HashSet<>();
        steps.forEach(step -> written.addAll(step.outputs()));
        var own = new ArrayList<INDArray>();
        own.add(batch);
        own.addAll(statistics.arrays());
        if (seed != null) {
            own.add(seed);
        }
        Set<INDArray> shapes = identities();
        written.forEach(name -> shapes.add(tape.array(name)));
        for (INDArray array : tape.computed()) {
            if (read.contains(array) && !shapes.contains(array)) {
                own.add(array);
            } else {
                array.close();
            }
        }
        return own;
    }

    private static Set<INDArray> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private SDVariable output() {
        Iterator<NormLayer> layers = graph.normLayers().iterator();
        var pass = new Pass(graph.opset(), key.events(), graph.fixedBatch());
        for (Node node : graph.nodes()) {
            Operator<SDVariable, Nd4jCall> operator = Evaluation.operator(node, graph, Operators.TABLE);
            NormLayer layer = node.op().equals("BatchNormalization") ? layers.next() : null;
            List<Value<SDVariable>> outputs = Evaluation.of(
                    node,
                    graph.opset(),
                    operator,
                    values::get,
                    inputs -> new Nd4jCall(node, inputs, pass, layer, statistics, tensors));
            for (int i = 0; i < outputs.size(); i++) {
                values.put(node.outputs().get(i), outputs.get(i));
            }
        }
        if (values.get(graph.output()) instanceof Real<SDVariable> real) {
            return real.tensor();
        }
        throw new IllegalArgumentException(
                "model refused: expected a float32 output, got integers [" + graph.output() + "]");
    }

    private Value<SDVariable> constant(Value<INDArray> value) {
        return value instanceof Whole<INDArray> whole
                ? new Whole<>(whole.values(), whole.shape())
                : new Real<>(tape.constant(((Real<INDArray>) value).tensor()));
    }

    private long[] shape() {
        int[] event = graph.eventShape();
        var shape = new long[event.length + 1];
        shape[0] = key.events();
        for (int i = 0; i < event.length; i++) {
            shape[i + 1] = event[i];
        }
        return shape;
    }
}
