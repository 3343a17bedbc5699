// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A model made ready for batches of one size: operations bound to an arena, so that a pass allocates nothing.
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
     * @param shapes of the values that steps compute
     */
    record Program(List<Step> steps, int forward, List<Reader> readers, Map<String, long[]> shapes) {}

    /**
     * What is written before.
     *
     * @param seed the gradient of the logits; null where none can be pulled back
     */
    record Inputs(INDArray batch, INDArray seed, PassStatistics statistics) {}

    /**
     * Names of what is read after.
     *
     * @param gradients of parameters, by the number of their slice; one that is missing is 0
     * @param constants the arrays of those that no step computes
     */
    record Outputs(String logits, Map<Integer, String> gradients, Map<String, INDArray> constants) {}

    private final Key key;
    private final Program program;
    private final Inputs inputs;
    private final Outputs outputs;
    private final Memory memory;
    private final List<INDArray> own;
    private final Map<String, INDArray> places = new HashMap<>();
    private Arena arena;
    private Nd4jVector bound;

    /** @param own arrays outside of any arena that are freed with the plan */
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

    /** Of what stays while the plan is open; without its arena. */
    long bytes() {
        return own.stream().mapToLong(Values::bytes).sum();
    }

    /** How many float32 values an arena has to hold. */
    long floats() {
        return memory.floats();
    }

    /** The last one; null before the first. */
    Arena arena() {
        return arena;
    }

    /** Binds the steps to an arena, unless it is the last one. */
    void enter(Arena entered) {
        if (arena == entered) {
            return;
        }
        arena = null;
        places.clear();
        for (Step step : program.steps()) {
            for (int i = 0; i < step.outputs().size(); i++) {
                if (memory.has(step.outputs().get(i))) {
                    step.write(i, place(entered, step.outputs().get(i)));
                }
            }
            for (int i = 0; i < step.inputs().size(); i++) {
                if (memory.has(step.inputs().get(i))) {
                    step.read(i, place(entered, step.inputs().get(i)));
                }
            }
        }
        arena = entered;
    }

    Logits forward(Nd4jVector parameters, Batch batch, NormStatistics statistics) {
        bind(parameters);
        Host.write(inputs.batch(), batch.values());
        inputs.statistics().write(statistics);
        program.steps().subList(0, program.forward()).forEach(Step::run);
        if (statistics.keep()) {
            keep(statistics.values());
        }
        INDArray logits = read(outputs.logits());
        return new Logits(Host.toArray(logits), logits.rank() == 0 ? 1 : Math.toIntExact(logits.size(-1)));
    }

    /** After a forward pass, whose values are still there. */
    void pullback(Logits gradient, Nd4jVector into) {
        // Refuses a vector that was closed meanwhile, whose memory the steps would read.
        bound.slices();
        Host.write(inputs.seed(), gradient.values());
        program.steps().subList(program.forward(), program.steps().size()).forEach(Step::run);
        if (outputs.gradients().size() < into.slices().length) {
            into.zero();
        }
        outputs.gradients().forEach((slice, name) -> into.setSlice(slice, read(name)));
    }

    @Override
    public void close() {
        program.steps().forEach(Step::release);
        own.forEach(INDArray::close);
    }

    private void bind(Nd4jVector parameters) {
        INDArray[] slices = parameters.slices();
        if (bound != parameters) {
            bound = null;
            program.readers().forEach(reader -> reader.step().read(reader.input(), slices[reader.slice()]));
            bound = parameters;
        }
    }

    private void keep(float[] values) {
        for (PassStatistics.Used layer : inputs.statistics().used()) {
            int channels = layer.layer().channels();
            Host.read(read(layer.mean().name()), values, layer.layer().offset(), channels);
            Host.read(read(layer.variance().name()), values, layer.layer().varianceOffset(), channels);
        }
    }

    private INDArray read(String name) {
        return memory.has(name) ? place(arena, name) : outputs.constants().get(name);
    }

    private INDArray place(Arena in, String name) {
        return places.computeIfAbsent(
                name, any -> in.part(memory.offset(name), program.shapes().get(name)));
    }
}
