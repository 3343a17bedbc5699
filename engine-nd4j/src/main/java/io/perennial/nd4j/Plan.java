// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model made ready for batches of one size: operations bound to memory of their own, so that a pass allocates nothing.
 * For one pass at a time.
 */
final class Plan implements AutoCloseable {

    /**
     * What makes plans different.
     *
     * @param events B
     * @param differentiated whether it can pull back
     */
    record Key(int events, PassStatistics.Kind statistics, boolean differentiated) {}

    /** An input of a step that is a parameter. */
    record Reader(Step step, int input, int slice) {}

    private final Key key;
    private final List<Step> steps;
    private final int forward;
    private final List<Reader> readers;
    private final Map<Integer, INDArray> gradients;
    private final INDArray batch;
    private final INDArray logits;
    private final INDArray seed;
    private final PassStatistics statistics;
    private final Map<SDVariable, INDArray> used;
    private final Memory memory;
    private final List<INDArray> own;
    private Nd4jVector bound;

    /**
     * @param forward how many of the steps are the forward pass
     * @param gradients of parameters, by the number of their slice; where one is missing it is 0
     * @param seed the gradient of the logits; null where none can be pulled back
     * @param used arrays of the statistics that the pass used
     * @param own arrays that are freed with the plan
     */
    Plan(
            Key key,
            List<Step> steps,
            int forward,
            List<Reader> readers,
            Map<Integer, INDArray> gradients,
            INDArray batch,
            INDArray logits,
            INDArray seed,
            PassStatistics statistics,
            Map<SDVariable, INDArray> used,
            Memory memory,
            List<INDArray> own) {
        this.key = key;
        this.steps = steps;
        this.forward = forward;
        this.readers = readers;
        this.gradients = gradients;
        this.batch = batch;
        this.logits = logits;
        this.seed = seed;
        this.statistics = statistics;
        this.used = used;
        this.memory = memory;
        this.own = own;
    }

    Key key() {
        return key;
    }

    /** Of everything that stays while the plan is open. */
    long bytes() {
        return memory.bytes() + own.stream().mapToLong(Values::bytes).sum();
    }

    Logits forward(Nd4jVector parameters, Batch events, NormStatistics given) {
        bind(parameters);
        Host.write(batch, events.values());
        statistics.write(given);
        for (Step step : steps.subList(0, forward)) {
            step.run();
        }
        if (given.keep()) {
            keep(given.values());
        }
        int classes = logits.rank() == 0 ? 1 : Math.toIntExact(logits.size(-1));
        return new Logits(Host.toArray(logits), classes);
    }

    /** After a forward pass, whose values are still there. */
    void pullback(Logits gradient, Nd4jVector into) {
        Host.write(seed, gradient.values());
        for (Step step : steps.subList(forward, steps.size())) {
            step.run();
        }
        into.zero();
        gradients.forEach(into::setSlice);
    }

    @Override
    public void close() {
        steps.forEach(Step::release);
        memory.close();
        own.forEach(INDArray::close);
    }

    private void bind(Nd4jVector parameters) {
        INDArray[] slices = parameters.slices();
        if (bound != parameters) {
            for (Reader reader : readers) {
                reader.step().read(reader.input(), slices[reader.slice()]);
            }
            bound = parameters;
        }
    }

    private void keep(float[] values) {
        for (PassStatistics.Used layer : statistics.used()) {
            int channels = layer.layer().channels();
            Host.read(used.get(layer.mean()), values, layer.layer().offset(), channels);
            Host.read(used.get(layer.variance()), values, layer.layer().varianceOffset(), channels);
        }
    }
}
