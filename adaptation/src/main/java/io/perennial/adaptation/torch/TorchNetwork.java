// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** A graph on libtorch. Holds constants and the source parameters; every pass brings its own vector. */
final class TorchNetwork implements Network {

    private final ParameterLayout layout;
    private final TorchDevice device;
    private final int[] eventShape;
    private final float[] statistics;
    private final Program program;
    private final TorchVector source;
    private final int classes;
    private final int[] normChannels;
    private final AtomicLong vectors = new AtomicLong();

    /** Runs one event of zeros, so that what cannot be computed is refused here and the classes are known. */
    TorchNetwork(Graph graph, ParameterLayout layout, TorchDevice device) {
        this.layout = layout;
        this.device = device;
        eventShape = graph.eventShape();
        statistics = graph.statistics();
        normChannels = graph.normLayers().stream().mapToInt(NormLayer::channels).toArray();
        program = new Program(
                graph, layout.slices().stream().map(ParameterLayout.Slice::name).collect(Collectors.toSet()), device);
        source = new TorchVector(layout, device, vectors);
        try {
            var values = new float[layout.size()];
            for (ParameterLayout.Slice slice : layout.slices()) {
                float[] part = graph.initialisers().get(slice.name()).floats();
                System.arraycopy(part, 0, values, slice.offset(), part.length);
            }
            source.set(values);
            int events = Math.max(1, graph.fixedBatch());
            var shape = new int[eventShape.length + 1];
            System.arraycopy(eventShape, 0, shape, 1, eventShape.length);
            shape[0] = events;
            int length = Math.toIntExact(Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact));
            classes = forward(source, new Batch(new float[length], shape), NormStatistics.fixed(statistics))
                    .classes();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public ParameterLayout layout() {
        return layout;
    }

    @Override
    public int[] eventShape() {
        return eventShape.clone();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public int[] normChannels() {
        return normChannels.clone();
    }

    @Override
    public float[] sourceStatistics() {
        return statistics.clone();
    }

    @Override
    public long nativeBytes() {
        return program.bytes() + vectors.get();
    }

    @Override
    public ParameterVector zeros() {
        return new TorchVector(layout, device, vectors);
    }

    @Override
    public ParameterVector source() {
        var vector = new TorchVector(layout, device, vectors);
        vector.copyFrom(source);
        return vector;
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        try (var scope = new PointerScope();
                var none = new AutoGradMode(false)) {
            try (Tensor output = run(parameters, batch, statistics)) {
                return logits(output);
            }
        }
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        try (var scope = new PointerScope();
                var recording = new AutoGradMode(true)) {
            Tensor output = run(parameters, batch, statistics);
            return new TorchRecorded(output, logits(output), TorchVector.of(parameters), device);
        }
    }

    @Override
    public void close() {
        program.close();
        source.close();
    }

    private Tensor run(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        int[] shape = batch.shape();
        if (batch.size() == 0 || !Arrays.equals(eventShape, Arrays.copyOfRange(shape, 1, shape.length))) {
            throw new IllegalArgumentException("batch refused: expected events of shape " + Arrays.toString(eventShape)
                    + ", got " + Arrays.toString(shape));
        }
        TorchVector vector = TorchVector.of(parameters);
        if (!vector.layout().equals(layout) && vector.size() != layout.size()) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + layout.size() + " values, got " + vector.size());
        }
        return program.run(vector.leaves(), device.of(batch.values(), Host.longs(shape)), statistics);
    }

    private static Logits logits(Tensor output) {
        int classes = output.dim() == 0 ? 1 : Math.toIntExact(output.size(output.dim() - 1));
        return new Logits(Host.toArray(output.detach()), classes);
    }
}
