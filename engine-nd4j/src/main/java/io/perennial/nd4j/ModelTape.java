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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model's graph as a SameDiff graph, node by node, for batches of one size. */
final class ModelTape {

    private final Graph graph;
    private final Plan.Key key;
    private final Tape tape = new Tape();
    private final Nd4jTensors tensors = new Nd4jTensors(tape);
    private final PassStatistics statistics;
    private final Map<String, Integer> parameters = new HashMap<>();
    private final Map<String, Value<SDVariable>> values = new HashMap<>();
    private final INDArray batch;

    /**
     * @param constants of the model, by name
     * @param vector any parameters, for their shapes
     */
    ModelTape(
            Graph graph,
            ParameterLayout layout,
            Map<String, Value<INDArray>> constants,
            Nd4jVector vector,
            Plan.Key key) {
        this.graph = graph;
        this.key = key;
        statistics = new PassStatistics(key.statistics(), graph.statistics().length, tape);
        batch = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape());
        constants.forEach((name, value) -> values.put(name, constant(value)));
        for (int i = 0; i < layout.slices().size(); i++) {
            SDVariable parameter = tape.given("parameter" + i, vector.slices()[i]);
            parameters.put(parameter.name(), i);
            values.put(layout.slices().get(i).name(), new Real<>(parameter));
        }
        values.put(graph.input(), new Real<>(tape.given("batch", batch)));
    }

    Tape tape() {
        return tape;
    }

    /** The events, which are written before a pass. */
    INDArray batch() {
        return batch;
    }

    PassStatistics statistics() {
        return statistics;
    }

    /** Numbers of the slices by the names of their values. */
    Map<String, Integer> parameters() {
        return parameters;
    }

    /**
     * Adds every node.
     *
     * @throws io.perennial.adaptation.graph.UnsupportedOperatorException if an operator is not in the table
     */
    SDVariable output() {
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
            if (parameters.containsKey(real.tensor().name())) {
                throw new IllegalArgumentException(
                        "model refused: expected an output that depends on the events, got a parameter ["
                                + graph.output() + "]");
            }
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
