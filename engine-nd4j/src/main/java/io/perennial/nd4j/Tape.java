// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.MovingOperators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A SameDiff graph while it grows. Every shape is known as soon as an operation is added, for the number of events is
 * fixed; what depends on constants only is computed there and then. SameDiff holds no array: all of them are here.
 */
final class Tape {

    /** 2 GiB of float32, what Java reaches in one piece. */
    private static final long LARGEST = 1L << 29;

    /** The memory of arrays that only have a shape. */
    private static final DataBuffer NOTHING =
            Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', 1).data();

    private final SameDiff graph = SameDiff.create();
    private final Map<String, INDArray> arrays = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final List<INDArray> computed = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int seen;

    SameDiff graph() {
        return graph;
    }

    /** Values whose arrays are written before a pass. */
    SDVariable given(String name, INDArray array) {
        SDVariable variable = graph.placeHolder(name, array.dataType(), array.shape());
        arrays.put(name, array);
        return variable;
    }

    /** Values that every pass finds as they are. */
    SDVariable constant(INDArray array) {
        String name = "constant" + arrays.size();
        known.add(name);
        return given(name, array);
    }

    /** The same, of this tape's own. */
    SDVariable own(INDArray array) {
        computed.add(array);
        return constant(array);
    }

    SDVariable number(double value) {
        return own(Nd4j.scalar(DataType.FLOAT, value));
    }

    /** Adds operations of SameDiff's. */
    SDVariable of(Function<SameDiff, SDVariable> operations) {
        SDVariable result = operations.apply(graph);
        bind();
        return result;
    }

    /** Adds an operation with a derivative of its own. */
    SDVariable rule(
            String op, List<SDVariable> inputs, Function<SDVariable, List<SDVariable>> derivative, long... integers) {
        return of(graph -> new Rule(graph, op, inputs, derivative, integers).outputVariable());
    }

    long[] shape(SDVariable x) {
        return array(x.name()).shape();
    }

    boolean isKnown(SDVariable x) {
        return known.contains(x.name());
    }

    /** The array of a value; of one that a pass computes only its shape means anything. */
    INDArray array(String name) {
        INDArray array = arrays.get(name);
        if (array == null) {
            array = graph.getVariable(name).getArr();
            if (array == null) {
                throw new IllegalStateException("value refused: expected one that was added before, got " + name);
            }
            arrays.put(name, array);
            known.add(name);
        }
        return array;
    }

    /** How much place a value needs in an arena; -1 of one that has an array of its own. */
    long floats(String name) {
        INDArray array = array(name);
        return array.dataType() == DataType.FLOAT ? array.length() : -1;
    }

    /** What a pass runs, in order. */
    List<Step> steps() {
        return steps;
    }

    /** Of this tape's own, which whoever ends up using the tape frees. */
    List<INDArray> computed() {
        return computed;
    }

    /** Takes up what was added to the graph since the last time. */
    void bind() {
        List<SameDiffOp> all = new ArrayList<>(graph.getOps().values());
        for (; seen < all.size(); seen++) {
            bind(all.get(seen));
        }
    }

    private void bind(SameDiffOp added) {
        List<String> inputs = added.getInputsToOp() == null ? List.of() : added.getInputsToOp();
        var step = new Step(added.getOp(), inputs, added.getOutputsOfOp());
        for (int i = 0; i < inputs.size(); i++) {
            step.read(i, array(inputs.get(i)));
        }
        List<LongShapeDescriptor> shapes = step.shapes();
        boolean constant = isShape(added) || known.containsAll(inputs);
        for (int i = 0; i < step.outputs().size(); i++) {
            String name = step.outputs().get(i);
            INDArray array = output(
                    graph.getVariable(name).dataType(), constant, shapes.get(i).getShape());
            arrays.put(name, array);
            step.write(i, array);
            if (constant) {
                known.add(name);
            }
        }
        if (constant) {
            step.run();
            step.release();
        } else {
            steps.add(step);
        }
    }

    /** For what a pass computes in float32, which gets a place in an arena, only a shape. */
    private INDArray output(DataType type, boolean constant, long... shape) {
        if (MovingOperators.product(shape) > LARGEST) {
            throw new IllegalArgumentException("values refused: expected at most " + LARGEST + " of them, got shape "
                    + Arrays.toString(shape) + "; take smaller batches");
        }
        if (type == DataType.FLOAT && !constant) {
            return Nd4j.create(NOTHING, shape, Nd4j.getStrides(shape, 'c'), 0, 'c');
        }
        INDArray array = Nd4j.createUninitializedDetached(type, 'c', shape);
        computed.add(array);
        return array;
    }

    /** Asks for the shape of its input alone. */
    private static boolean isShape(SameDiffOp op) {
        String name = op.getOp().opName();
        return name.equals("shape_of") || name.equals("size") || name.equals("rank") || name.equals("size_at");
    }
}
