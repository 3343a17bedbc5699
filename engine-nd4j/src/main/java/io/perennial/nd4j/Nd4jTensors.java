// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.operator.MovingOperators;
import io.perennial.adaptation.operator.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves of tensors as operations of a SameDiff graph. */
record Nd4jTensors(Tape tape, Arithmetic arithmetic) implements Tensors<SDVariable> {

    /** Picking entries becomes a slice for each run of neighbours; more of them are no padding and no reversal. */
    private static final int MOST_RUNS = 1024;

    /** 1 GiB of float32. */
    private static final long LARGEST_FILL = 1L << 28;

    Nd4jTensors(Tape tape) {
        this(tape, new Arithmetic(tape));
    }

    @Override
    public long[] shape(SDVariable x) {
        return tape.shape(x).clone();
    }

    @Override
    public float[] values(SDVariable x) {
        if (!tape.isKnown(x)) {
            throw new IllegalArgumentException("numbers refused: expected constants, got a value that a pass computes");
        }
        return Host.toArray(tape.array(x.name()));
    }

    @Override
    public SDVariable of(float[] values, long... shape) {
        return tape.own(Host.array(values, shape));
    }

    @Override
    public SDVariable full(float value, long... shape) {
        if (MovingOperators.product(shape) > LARGEST_FILL) {
            throw new IllegalArgumentException(
                    "fill refused: expected at most " + LARGEST_FILL + " values, got shape " + Arrays.toString(shape));
        }
        INDArray array = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
        array.assign(value);
        return tape.own(array);
    }

    @Override
    public SDVariable reshape(SDVariable x, long... shape) {
        return arithmetic.reshape(x, shape);
    }

    @Override
    public SDVariable transpose(SDVariable x, long... order) {
        var back = new long[order.length];
        for (int axis = 0; axis < order.length; axis++) {
            back[(int) order[axis]] = axis;
        }
        return order.length < 2 ? x : tape.rule("permute", List.of(x), g -> List.of(transpose(g, back)), order);
    }

    @Override
    public SDVariable expand(SDVariable x, long... shape) {
        return arithmetic.expand(x, shape);
    }

    @Override
    public SDVariable concat(List<SDVariable> parts, int axis) {
        return parts.size() == 1
                ? parts.get(0)
                : tape.rule("concat", parts, gradient -> split(gradient, parts, axis), axis);
    }

    private List<SDVariable> split(SDVariable gradient, List<SDVariable> parts, int axis) {
        var gradients = new ArrayList<SDVariable>(parts.size());
        long start = 0;
        for (SDVariable part : parts) {
            long end = start + tape.shape(part)[axis];
            gradients.add(slice(gradient, axis, start, end, 1));
            start = end;
        }
        return gradients;
    }

    @Override
    public SDVariable slice(SDVariable x, int axis, long start, long end, long step) {
        return step == 1 ? slice(x, axis, start, end) : everyOther(slice(x, axis, start, end), axis, step);
    }

    /** Its derivative by padding, for ND4J's own is wrong where every other extent is 1. */
    private SDVariable slice(SDVariable x, int axis, long start, long end) {
        long[] shape = tape.shape(x);
        if (start == 0 && end == shape[axis]) {
            return x;
        }
        var none = new long[shape.length];
        long[] before = with(none, axis, start);
        long[] after = with(none, axis, shape[axis] - end);
        return tape.rule(
                "strided_slice",
                List.of(x),
                g -> List.of(pad(g, before, after, 0)),
                stridedSlice(shape, axis, start, end));
    }

    /** The first of each group of neighbours. */
    private SDVariable everyOther(SDVariable x, int axis, long step) {
        long[] shape = tape.shape(x);
        long groups = (shape[axis] + step - 1) / step;
        SDVariable whole = pad(x, axis, 0, groups * step - shape[axis], 0);
        long outer = MovingOperators.product(Arrays.copyOf(shape, axis));
        long inner = MovingOperators.product(Arrays.copyOfRange(shape, axis + 1, shape.length));
        SDVariable grouped = reshape(whole, outer * groups, step, inner);
        return reshape(slice(grouped, 1, 0, 1), with(shape, axis, groups));
    }

    /** Five masks that are not used here, then begin, end and step of each axis. */
    private static long[] stridedSlice(long[] shape, int axis, long start, long end) {
        int rank = shape.length;
        var integers = new long[5 + 3 * rank];
        for (int i = 0; i < rank; i++) {
            integers[5 + i] = i == axis ? start : 0;
            integers[5 + rank + i] = i == axis ? end : shape[i];
            integers[5 + 2 * rank + i] = 1;
        }
        return integers;
    }

    @Override
    public SDVariable select(SDVariable x, int axis, long... indices) {
        var runs = new ArrayList<SDVariable>();
        for (int i = 0; i < indices.length; ) {
            int from = i++;
            while (i < indices.length && indices[i] == indices[i - 1] + 1) {
                i++;
            }
            if (runs.size() == MOST_RUNS) {
                throw new IllegalArgumentException(
                        "indices refused: expected at most " + MOST_RUNS + " runs of neighbours, got more");
            }
            runs.add(slice(x, axis, indices[from], indices[i - 1] + 1, 1));
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("indices refused: expected at least one, got none");
        }
        return concat(runs, axis);
    }

    @Override
    public SDVariable pad(SDVariable x, long[] before, long[] after, float value) {
        for (int axis = 0; axis < before.length; axis++) {
            x = pad(x, axis, before[axis], after[axis], value);
        }
        return x;
    }

    private SDVariable pad(SDVariable x, int axis, long before, long after, float value) {
        long extent = tape.shape(x)[axis];
        SDVariable kept = slice(x, axis, Math.max(0, -before), extent - Math.max(0, -after), 1);
        var parts = new ArrayList<SDVariable>(3);
        if (before > 0) {
            parts.add(full(value, with(tape.shape(x), axis, before)));
        }
        parts.add(kept);
        if (after > 0) {
            parts.add(full(value, with(tape.shape(x), axis, after)));
        }
        return concat(parts, axis);
    }

    private static long[] with(long[] shape, int axis, long extent) {
        long[] changed = Arrays.copyOf(shape, shape.length);
        changed[axis] = extent;
        return changed;
    }

    /** For the derivatives of derivatives, which nothing asks for. */
    static List<SDVariable> once(SDVariable gradient) {
        throw new IllegalStateException("derivative refused: expected a first one, got a second");
    }
}
