// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.graph.Constant;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.GraphNetwork;
import io.perennial.adaptation.network.Logits;
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
final class Nd4jNetwork extends GraphNetwork {

    private final ParameterLayout layout;
    private final int threads;
    private final Map<String, Value<INDArray>> constants;
    private final AtomicLong vectors = new AtomicLong();
    private final Nd4jVector source;
    private final Plans plans;
    private final int classes;

    /** Runs events of zeros, so that what cannot be computed is refused here and the classes are known. */
    Nd4jNetwork(Graph graph, ParameterLayout layout, int threads) {
        super(graph, layout);
        this.layout = layout;
        this.threads = threads;
        source = new Nd4jVector(layout, vectors);
        constants = constants(graph, layout);
        plans = new Plans(
                key -> new PlanBuilder(new ModelTape(graph, layout, constants, source, key), key).build(), this::free);
        try {
            source.set(parameters(graph, layout));
            classes = forward(source, zeroEvents(), NormStatistics.fixed(sourceStatistics()))
                    .classes();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static Map<String, Value<INDArray>> constants(Graph graph, ParameterLayout layout) {
        Set<String> learned =
                layout.slices().stream().map(ParameterLayout.Slice::name).collect(Collectors.toSet());
        var constants = new HashMap<String, Value<INDArray>>();
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
        return constants;
    }

    @Override
    public int classes() {
        return classes;
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
        float[] values = source.toArray();
        var vector = new Nd4jVector(layout, vectors);
        vector.set(values);
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
            return new Nd4jRecorded(
                    plan, plan.forward(checked(parameters), batch, statistics), parameters.size(), plans, threads);
        } catch (RuntimeException | Error e) {
            plans.give(plan);
            throw e;
        }
    }

    /** What passes that are not over read is freed after the last of them. */
    @Override
    public void close() {
        plans.close();
    }

    private void free() {
        for (Value<INDArray> value : constants.values()) {
            if (value instanceof Real<INDArray> real) {
                real.tensor().close();
            }
        }
        constants.clear();
        source.close();
    }

    private Plan plan(Batch batch, NormStatistics statistics, boolean differentiated) {
        check(batch);
        check(statistics);
        Nd4jRuntime.threads(threads);
        return plans.take(new Plan.Key(batch.size(), PassStatistics.Kind.of(statistics), differentiated));
    }

    private Nd4jVector checked(ParameterVector parameters) {
        Nd4jVector vector = Nd4jVector.of(parameters);
        check(vector);
        return vector;
    }
}
