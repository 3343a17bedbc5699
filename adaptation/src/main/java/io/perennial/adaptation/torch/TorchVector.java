// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.vector.Selection;
import io.perennial.adaptation.vector.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * One float32 tensor of length P. What libtorch differentiates are views of it, made once: a parameter changed in
 * place is seen by the next pass without a copy.
 */
final class TorchVector implements ParameterVector {

    private final ParameterLayout layout;
    private final int size;
    private final AtomicLong held;
    private Tensor flat;
    private Span memory;
    private Tensor[] slices;
    private Tensor[] leaves;
    private Map<String, Value<Tensor>> leavesByName;

    /** All zeros, in the processor's memory. */
    TorchVector(ParameterLayout layout) {
        this(layout, TorchDevice.CPU, new AtomicLong());
    }

    /**
     * All zeros.
     *
     * @param held is told the bytes of this vector while it is open
     */
    TorchVector(ParameterLayout layout, TorchDevice device, AtomicLong held) {
        this.layout = layout;
        this.size = layout.size();
        this.held = held;
        try (var scope = new PointerScope()) {
            flat = device.zeros(size).retainReference();
        }
        held.addAndGet((long) Float.BYTES * size);
    }

    /** @throws IllegalArgumentException if it is another engine's */
    static TorchVector of(ParameterVector vector) {
        if (vector instanceof TorchVector ours) {
            return ours;
        }
        throw new IllegalArgumentException("parameters refused: expected a vector of the torch engine, got "
                + vector.getClass().getSimpleName());
    }

    ParameterLayout layout() {
        return layout;
    }

    /** The tensors to differentiate, in the order of the layout. */
    synchronized Tensor[] leafTensors() {
        if (leaves == null) {
            Tensor[] parts = slices();
            try (var scope = new PointerScope()) {
                leaves = new Tensor[parts.length];
                for (int i = 0; i < parts.length; i++) {
                    leaves[i] = parts[i].detach().requires_grad_(true).retainReference();
                }
            }
        }
        return leaves;
    }

    /** The tensors to differentiate, by name. */
    synchronized Map<String, Value<Tensor>> leaves() {
        if (leavesByName == null) {
            var byName = new HashMap<String, Value<Tensor>>();
            for (int i = 0; i < leafTensors().length; i++) {
                byName.put(layout.slices().get(i).name(), new Real<>(leaves[i]));
            }
            leavesByName = byName;
        }
        return leavesByName;
    }

    /** this := the given tensors one after the other, zeros where one is undefined. */
    void setSlices(TensorVector parts) {
        Tensor[] into = slices();
        try (var scope = new PointerScope();
                var none = new AutoGradMode(false)) {
            for (int i = 0; i < into.length; i++) {
                Tensor part = parts.get(i);
                if (part.defined()) {
                    into[i].copy_(part);
                } else {
                    into[i].zero_();
                }
            }
        }
    }

    void zero() {
        try (var scope = new PointerScope()) {
            flat().zero_();
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void copyFrom(ParameterVector other) {
        try (var scope = new PointerScope()) {
            flat().copy_(same(other));
        }
    }

    @Override
    public void set(float[] values) {
        if (values.length != size) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + size + " values, got " + values.length);
        }
        try (var scope = new PointerScope()) {
            if (size > 0) {
                Host.write(flat(), values);
            }
        }
    }

    @Override
    public float[] toArray() {
        try (var scope = new PointerScope()) {
            return Host.toArray(flat());
        }
    }

    @Override
    public void lerp(ParameterVector target, float share) {
        VectorMath.lerp(flat(), same(target), share);
    }

    @Override
    public void scale(float factor) {
        VectorMath.scale(flat(), factor);
    }

    @Override
    public void add(ParameterVector other, float factor) {
        VectorMath.add(flat(), same(other), factor);
    }

    @Override
    public void addSquares(ParameterVector other, float factor) {
        VectorMath.addSquares(flat(), same(other), factor);
    }

    @Override
    public void pullByImportance(
            ParameterVector parameters, ParameterVector anchor, ParameterVector importance, float weight) {
        VectorMath.pullByImportance(flat(), same(parameters), same(anchor), same(importance), weight);
    }

    @Override
    public void pullToGaussian(
            ParameterVector parameters, ParameterVector mean, ParameterVector variance, float weight, float damping) {
        VectorMath.pullToGaussian(flat(), same(parameters), same(mean), same(variance), weight, damping);
    }

    @Override
    public void adam(
            ParameterVector gradient, ParameterVector first, ParameterVector second, AdamRates rates, long step) {
        VectorMath.adam(flat(), same(gradient), same(first), same(second), rates, step);
    }

    @Override
    public void sgd(ParameterVector gradient, ParameterVector buffer, float rate, float momentum) {
        VectorMath.sgd(flat(), same(gradient), same(buffer), rate, momentum);
    }

    @Override
    public float quantileOfSquares(double share) {
        return inReach()
                ? Selection.quantileOfSquares(span(), share)
                : DeviceSelection.quantileOfSquares(flat(), share);
    }

    @Override
    public long restoreBelow(ParameterVector gradient, float threshold, ParameterVector source) {
        return inReach()
                ? Selection.restoreBelow(span(), spanOf(gradient), threshold, spanOf(source))
                : DeviceSelection.restoreBelow(flat(), same(gradient), threshold, same(source));
    }

    @Override
    public long restoreSmallest(ParameterVector gradient, long count, ParameterVector source) {
        return inReach()
                ? Selection.restoreSmallest(span(), spanOf(gradient), count, spanOf(source))
                : DeviceSelection.restoreSmallest(flat(), same(gradient), count, same(source));
    }

    @Override
    public long restoreSmallestOfEach(ParameterVector gradient, double share, ParameterVector source) {
        return inReach()
                ? Selection.restoreSmallestOfEach(span(), spanOf(gradient), share, layout, spanOf(source))
                : DeviceSelection.restoreSmallestOfEach(flat(), same(gradient), share, layout, same(source));
    }

    @Override
    public long restoreRandom(double probability, long seed, ParameterVector source) {
        return DeviceSelection.restoreRandom(flat(), probability, seed, same(source));
    }

    @Override
    public long countEqual(ParameterVector other) {
        return VectorMath.countEqual(flat(), same(other));
    }

    @Override
    public double norm() {
        return VectorMath.norm(flat());
    }

    @Override
    public double distance(ParameterVector other) {
        return VectorMath.distance(flat(), same(other));
    }

    @Override
    public double[] distances(ParameterVector other, ParameterLayout of) {
        return Slices.distances(flat(), same(other), of);
    }

    @Override
    public long[] countsEqual(ParameterVector other, ParameterLayout of) {
        return Slices.countsEqual(flat(), same(other), of);
    }

    @Override
    public double squaredDeviations(ParameterVector mean, ParameterVector variance, double damping) {
        return VectorMath.squaredDeviations(flat(), same(mean), same(variance), damping);
    }

    @Override
    public float[] some(int most) {
        return Slices.some(flat(), most);
    }

    @Override
    public boolean isFinite() {
        return size == 0 || VectorMath.isFinite(flat());
    }

    @Override
    public synchronized void close() {
        closeAll(leaves);
        closeAll(slices);
        leaves = null;
        slices = null;
        leavesByName = null;
        if (flat != null) {
            flat.close();
            flat = null;
            memory = null;
            held.addAndGet((long) -Float.BYTES * size);
        }
    }

    private synchronized Tensor[] slices() {
        if (slices == null) {
            try (var scope = new PointerScope()) {
                // Kept only when whole: a closed vector gives none.
                var parts = new Tensor[layout.slices().size()];
                for (int i = 0; i < parts.length; i++) {
                    ParameterLayout.Slice slice = layout.slices().get(i);
                    parts[i] = flat().narrow(0, slice.offset(), slice.length())
                            .view(Host.longs(slice.shape()))
                            .retainReference();
                }
                slices = parts;
            }
        }
        return slices;
    }

    private Tensor flat() {
        if (flat == null) {
            throw new IllegalStateException("parameters refused: expected an open vector, got a closed one");
        }
        return flat;
    }

    /** Whether Java can loop over it: a buffer has at most 2^31 bytes. */
    private boolean inReach() {
        return flat().is_cpu() && size <= Integer.MAX_VALUE / Float.BYTES;
    }

    /** The memory of an open vector. */
    private synchronized Span span() {
        if (memory == null) {
            memory = Host.span(flat(), size);
        }
        return memory;
    }

    private Span spanOf(ParameterVector other) {
        same(other);
        return of(other).span();
    }

    private Tensor same(ParameterVector other) {
        TorchVector ours = of(other);
        if (ours.size != size) {
            throw new IllegalArgumentException("parameters refused: expected " + size + " values, got " + ours.size);
        }
        return ours.flat();
    }

    private static void closeAll(Tensor... tensors) {
        for (Tensor tensor : tensors == null ? new Tensor[0] : tensors) {
            tensor.close();
        }
    }
}
