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

    /** An input of a step that is a parameter, by the number of its slice. */
    record Reader(Step step, int input, int slice) {}

    /**
     * What is run.
     *
     * @param forward how many of the steps are the forward pass
     */
    record Program(List<Step> steps, int forward, List<Reader> readers) {}

    /**
     * What is written before.
     *
     * @param seed the gradient of the logits; null where none can be pulled back
     */
    record Inputs(INDArray batch, INDArray seed, PassStatistics statistics) {}

    /**
     * What is read after.
     *
     * @param gradients of parameters, by the number of their slice; one that is missing is 0
     * @param used statistics that the pass used
     */
    record Outputs(INDArray logits, Map<Integer, INDArray> gradients, Map<SDVariable, INDArray> used) {}

    private final Key key;
    private final Program program;
    private final Inputs inputs;
    private final Outputs outputs;
    private final Memory memory;
    private final List<INDArray> own;
    private Nd4jVector bound;

    /** @param own arrays beside the memory that are freed with the plan */
    Plan(Key key, Program program, Inputs inputs, Outputs outputs, Memory memory, List<INDArray> own) {
        this.key = key;
        this.program = program;
        this.inputs = inputs;
        this.outputs = outputs;
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

    Logits forward(Nd4jVector parameters, Batch batch, NormStatistics statistics) {
        bind(parameters);
        Host.write(inputs.batch(), batch.values());
        inputs.statistics().write(statistics);
        program.steps().subList(0, program.forward()).forEach(Step::run);
        if (statistics.keep()) {
            keep(statistics.values());
        }
        INDArray logits = outputs.logits();
        return new Logits(Host.toArray(logits), logits.rank() == 0 ? 1 : Math.toIntExact(logits.size(-1)));
    }

    /** After a forward pass, whose values are still there. */
    void pullback(Logits gradient, Nd4jVector into) {
        Host.write(inputs.seed(), gradient.values());
        program.steps().subList(program.forward(), program.steps().size()).forEach(Step::run);
        into.zero();
        outputs.gradients().forEach(into::setSlice);
    }

    @Override
    public void close() {
        program.steps().forEach(Step::release);
        memory.close();
        own.forEach(INDArray::close);
    }

    private void bind(Nd4jVector parameters) {
        INDArray[] slices = parameters.slices();
        if (bound != parameters) {
            program.readers().forEach(reader -> reader.step().read(reader.input(), slices[reader.slice()]));
            bound = parameters;
        }
    }

    private void keep(float[] values) {
        for (PassStatistics.Used layer : inputs.statistics().used()) {
            int channels = layer.layer().channels();
            Host.read(outputs.used().get(layer.mean()), values, layer.layer().offset(), channels);
            Host.read(
                    outputs.used().get(layer.variance()), values, layer.layer().varianceOffset(), channels);
        }
    }
}
