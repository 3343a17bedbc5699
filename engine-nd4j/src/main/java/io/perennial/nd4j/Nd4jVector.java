// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.vector.Chunks;
import io.perennial.adaptation.vector.Selection;
import io.perennial.adaptation.vector.Span;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One float32 array of length P in native memory. What SameDiff differentiates are views of it, made once: a parameter
 * changed in place is seen by the next pass without a copy.
 *
 * <p>Operations are loops in Java over that memory and not ND4J's own, which would leave what they allocate for each
 * call to the collector, and whose threads wait for one another in turns of the scheduler where cores are shared.
 */
final class Nd4jVector implements ParameterVector {

    private final ParameterLayout layout;
    private final int size;
    private final AtomicLong held;
    private INDArray flat;
    private Span memory;
    private INDArray[] slices;

    /**
     * All zeros.
     *
     * @param held is told the bytes of this vector while it is open
     */
    Nd4jVector(ParameterLayout layout, AtomicLong held) {
        this.layout = layout;
        this.size = layout.size();
        this.held = held;
        if (size > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("parameters refused: expected at most " + Integer.MAX_VALUE / Float.BYTES
                    + " values, got " + size + "; use the torch engine");
        }
        flat = size == 0 ? Nd4j.empty(DataType.FLOAT) : Host.array(size);
        memory = size == 0
                ? Span.NONE
                : new Span(flat.data().asNioFloat(), flat.data().asNioInt());
        held.addAndGet((long) Float.BYTES * size);
        zero();
    }

    /** @throws IllegalArgumentException if it is another engine's */
    static Nd4jVector of(ParameterVector vector) {
        if (vector instanceof Nd4jVector ours) {
            return ours;
        }
        throw new IllegalArgumentException("parameters refused: expected a vector of the nd4j engine, got "
                + vector.getClass().getSimpleName());
    }

    ParameterLayout layout() {
        return layout;
    }

    INDArray flat() {
        memory();
        return flat;
    }

    /** Views of the parameters, in the order of the layout. */
    synchronized INDArray[] slices() {
        memory();
        if (slices == null) {
            slices = layout.slices().stream().map(this::view).toArray(INDArray[]::new);
        }
        return slices;
    }

    /** One parameter := the given array of the same shape, in whatever order it lies. */
    void setSlice(int index, INDArray part) {
        ParameterLayout.Slice slice = layout.slices().get(index);
        if (part.length() != slice.length()) {
            throw new IllegalArgumentException("parameter refused: expected " + slice.length() + " values of "
                    + slice.name() + ", got " + part.length());
        }
        if (Host.isDense(part)) {
            changed().floats().put(slice.offset(), Host.floats(part), 0, slice.length());
        } else {
            slices()[index].assign(part);
        }
    }

    void zero() {
        Chunks.change(1, (chunk, length) -> Arrays.fill(chunk[0], 0, length, 0), changed());
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void copyFrom(ParameterVector other) {
        changed().floats().put(0, same(other).floats(), 0, size);
    }

    @Override
    public void set(float[] values) {
        if (values.length != size) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + size + " values, got " + values.length);
        }
        changed().floats().put(0, values);
    }

    @Override
    public float[] toArray() {
        var values = new float[size];
        memory().floats().get(0, values);
        return values;
    }

    @Override
    public void lerp(ParameterVector target, float share) {
        VectorMath.lerp(changed(), same(target), share);
    }

    @Override
    public void scale(float factor) {
        VectorMath.scale(changed(), factor);
    }

    @Override
    public void add(ParameterVector other, float factor) {
        VectorMath.add(changed(), same(other), factor);
    }

    @Override
    public void addSquares(ParameterVector other, float factor) {
        VectorMath.addSquares(changed(), same(other), factor);
    }

    @Override
    public void pullByImportance(
            ParameterVector parameters, ParameterVector anchor, ParameterVector importance, float weight) {
        VectorMath.pullByImportance(changed(), same(parameters), same(anchor), same(importance), weight);
    }

    @Override
    public void pullToGaussian(
            ParameterVector parameters, ParameterVector mean, ParameterVector variance, float weight, float damping) {
        VectorMath.pullToGaussian(changed(), same(parameters), same(mean), same(variance), weight, damping);
    }

    @Override
    public void adam(
            ParameterVector gradient, ParameterVector first, ParameterVector second, AdamRates rates, long step) {
        VectorMath.adam(changed(), same(gradient), changed(first), changed(second), rates, step);
    }

    @Override
    public void sgd(ParameterVector gradient, ParameterVector buffer, float rate, float momentum) {
        VectorMath.sgd(changed(), same(gradient), changed(buffer), rate, momentum);
    }

    @Override
    public float quantileOfSquares(double share) {
        return Selection.quantileOfSquares(memory(), share);
    }

    @Override
    public long restoreBelow(ParameterVector gradient, float threshold, ParameterVector source) {
        return Selection.restoreBelow(changed(), same(gradient), threshold, same(source));
    }

    @Override
    public long restoreSmallest(ParameterVector gradient, long count, ParameterVector source) {
        return Selection.restoreSmallest(changed(), same(gradient), count, same(source));
    }

    @Override
    public long restoreSmallestOfEach(ParameterVector gradient, double share, ParameterVector source) {
        return Selection.restoreSmallestOfEach(changed(), same(gradient), share, layout, same(source));
    }

    @Override
    public long restoreRandom(double probability, long seed, ParameterVector source) {
        return Selection.restoreRandom(changed(), probability, seed, same(source));
    }

    @Override
    public long countEqual(ParameterVector other) {
        return VectorMath.countEqual(memory(), same(other));
    }

    @Override
    public double norm() {
        return VectorMath.norm(memory());
    }

    @Override
    public double distance(ParameterVector other) {
        return VectorMath.distance(memory(), same(other));
    }

    @Override
    public double[] distances(ParameterVector other, ParameterLayout of) {
        return Slices.distances(memory(), same(other), of);
    }

    @Override
    public long[] countsEqual(ParameterVector other, ParameterLayout of) {
        return Slices.countsEqual(memory(), same(other), of);
    }

    @Override
    public double squaredDeviations(ParameterVector mean, ParameterVector variance, double damping) {
        return VectorMath.squaredDeviations(memory(), same(mean), same(variance), damping);
    }

    @Override
    public float[] some(int most) {
        return Slices.some(memory(), most);
    }

    @Override
    public boolean isFinite() {
        return VectorMath.isFinite(memory());
    }

    @Override
    public synchronized void close() {
        slices = null;
        if (flat != null) {
            flat.close();
            flat = null;
            memory = null;
            held.addAndGet((long) -Float.BYTES * size);
        }
    }

    private INDArray view(ParameterLayout.Slice slice) {
        long[] shape = Arrays.stream(slice.shape()).asLongStream().toArray();
        return slice.length() == 0
                ? Nd4j.empty(DataType.FLOAT)
                : flat.get(NDArrayIndex.interval(slice.offset(), slice.offset() + slice.length()))
                        .reshape('c', shape);
    }

    /** To be read: where ND4J computes on a GPU, what it left there is fetched. */
    private Span memory() {
        if (memory == null) {
            throw new IllegalStateException("parameters refused: expected an open vector, got a closed one");
        }
        Host.fetch(flat);
        return memory;
    }

    /** To be read and written: the next pass has to bring it to the GPU, where there is one. */
    private Span changed() {
        Span changed = memory();
        Host.written(flat);
        return changed;
    }

    private Span changed(ParameterVector other) {
        same(other);
        return of(other).changed();
    }

    private Span same(ParameterVector other) {
        Nd4jVector ours = of(other);
        if (ours.size != size) {
            throw new IllegalArgumentException("parameters refused: expected " + size + " values, got " + ours.size);
        }
        return ours.memory();
    }
}
