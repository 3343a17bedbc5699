// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.operator.Value;
import io.perennial.adaptation.operator.Value.Real;
import io.perennial.adaptation.operator.Value.Whole;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A graph on ND4J. Holds constants, the source parameters and plans; every pass brings its own vector. */
final class Nd4jNetwork implements Network {

    private final Graph graph;
    private final ParameterLayout layout;
    private final int[] eventShape;
    private final float[] statistics;
    private final int[] normChannels;
    private final Map<String, Value<INDArray>> constants = new HashMap<>();
    private final AtomicLong vectors = new AtomicLong();
    private final Nd4jVector source;
    private final Plans plans;
    private final int classes;

    /** Runs one event of zeros, so that what cannot be computed is refused here and the classes are known. */
    Nd4jNetwork(Graph graph, ParameterLayout layout) {
        this.graph = graph;
        this.layout = layout;
        eventShape = graph.eventShape();
        statistics = graph.statistics();
        normChannels = graph.normLayers().stream().mapToInt(NormLayer::channels).toArray();
        source = new Nd4jVector(layout, vectors);
        plans = new Plans(key -> new PlanBuilder(graph, layout, constants, source, key).build());
        try {
            readConstants();
            var values = new float[layout.size()];
            for (ParameterLayout.Slice slice : layout.slices()) {
                float[] part = graph.initialisers().get(slice.name()).floats();
                System.arraycopy(part, 0, values, slice.offset(), part.length);
            }
            source.set(values);
            int events = Math.max(1, graph.fixedBatch());
            int length = Arrays.stream(eventShape).reduce(events, Math::multiplyExact);
            classes = forward(source, Batch.of(new float[length], events, eventShape), NormStatistics.fixed(statistics))
                    .classes();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void readConstants() {
        Set<String> learned =
                layout.slices().stream().map(ParameterLayout.Slice::name).collect(Collectors.toSet());
        for (Constant constant : graph.initialisers().values()) {
            if (!learned.contains(constant.name())) {
                long[] shape = Arrays.stream(constant.shape()).asLongStream().toArray();
                constants.put(
                        constant.name(),
                        constant.isReal()
                                ? new Real<>(Host.array(constant.floats(), shape))
                                : new Whole<>(constant.longs(), shape));
            }
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

    /** With what the plans of earlier passes keep for the next. */
    @Override
    public long nativeBytes() {
        long held = constants.values().stream()
                .mapToLong(value -> value instanceof Real<INDArray> real ? Values.bytes(real.tensor()) : 0)
                .sum();
        return held + vectors.get() + plans.bytes();
    }

    @Override
    public ParameterVector zeros() {
        return new Nd4jVector(layout, vectors);
    }

    @Override
    public ParameterVector source() {
        var vector = new Nd4jVector(layout, vectors);
        vector.copyFrom(source);
        return vector;
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        Plan plan = plan(batch, statistics, false);
        try {
            return plan.forward(checked(parameters), batch, statistics);
        } finally {
            plans.give(plan);
        }
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        Plan plan = plan(batch, statistics, true);
        try {
            return new Nd4jRecorded(plan, plan.forward(checked(parameters), batch, statistics), plans);
        } catch (RuntimeException e) {
            plans.give(plan);
            throw e;
        }
    }

    @Override
    public void close() {
        plans.close();
        constants.values().forEach(Nd4jNetwork::free);
        constants.clear();
        source.close();
    }

    private static void free(Value<INDArray> value) {
        if (value instanceof Real<INDArray> real) {
            real.tensor().close();
        }
    }

    private Plan plan(Batch batch, NormStatistics given, boolean differentiated) {
        int[] shape = batch.shape();
        if (batch.size() == 0 || !Arrays.equals(eventShape, Arrays.copyOfRange(shape, 1, shape.length))) {
            throw new IllegalArgumentException("batch refused: expected events of shape " + Arrays.toString(eventShape)
                    + ", got " + Arrays.toString(shape));
        }
        PassStatistics.Kind kind = PassStatistics.Kind.of(given);
        if (kind != PassStatistics.Kind.BATCH && given.values().length != statistics.length) {
            throw new IllegalArgumentException("normalisation statistics refused: expected " + statistics.length
                    + " values, got " + given.values().length);
        }
        return plans.take(new Plan.Key(batch.size(), kind, differentiated));
    }

    private Nd4jVector checked(ParameterVector parameters) {
        Nd4jVector vector = Nd4jVector.of(parameters);
        if (!vector.layout().equals(layout) && vector.size() != layout.size()) {
            throw new IllegalArgumentException(
                    "parameters refused: expected " + layout.size() + " values, got " + vector.size());
        }
        return vector;
    }
}
