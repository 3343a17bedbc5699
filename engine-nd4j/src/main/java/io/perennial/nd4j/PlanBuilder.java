// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes a plan of a model's tape: its derivative is added, what nothing needs goes, and its values get their memory. */
final class PlanBuilder {

    private final ModelTape model;
    private final Plan.Key key;
    private final Tape tape;
    private INDArray seed;

    PlanBuilder(ModelTape model, Plan.Key key) {
        this.model = model;
        this.key = key;
        this.tape = model.tape();
    }

    Plan build() {
        try {
            return bound();
        } catch (RuntimeException | Error e) {
            tape.computed().forEach(INDArray::close);
            given().forEach(INDArray::close);
            throw e;
        }
    }

    private Plan bound() {
        SDVariable output = model.output();
        int forward = tape.steps().size();
        Map<String, SDVariable> gradients = Map.of();
        if (key.differentiated()) {
            seed = Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', tape.shape(output));
            gradients = Derivatives.of(
                    tape,
                    output,
                    tape.given("gradient", seed),
                    model.parameters().keySet());
        }
        List<SDVariable> used = model.statistics().used().stream()
                .flatMap(layer -> Stream.of(layer.mean(), layer.variance()))
                .toList();
        Set<String> kept = Stream.of(List.of(output), gradients.values(), used)
                .flatMap(Collection::stream)
                .map(SDVariable::name)
                .collect(Collectors.toSet());
        Set<Step> needed = needed(kept);
        List<Step> steps = tape.steps().stream().filter(needed::contains).toList();
        long first =
                tape.steps().stream().limit(forward).filter(needed::contains).count();
        var bySlice = new HashMap<Integer, String>();
        gradients.forEach((name, gradient) -> bySlice.put(model.parameters().get(name), gradient.name()));
        var memory = new Memory(steps, tape::floats, kept);
        var shapes = new HashMap<String, long[]>();
        var constants = new HashMap<String, INDArray>();
        for (Step step : steps) {
            step.outputs().forEach(name -> shapes.put(name, tape.array(name).shape()));
        }
        for (String name : kept) {
            if (!memory.has(name)) {
                constants.put(name, tape.array(name));
            }
        }
        steps.forEach(Step::forget);
        return new Plan(
                key,
                new Plan.Program(steps, (int) first, readers(steps), shapes),
                new Plan.Inputs(model.batch(), seed, model.statistics()),
                new Plan.Outputs(output.name(), bySlice, constants),
                memory,
                own(steps, constants.values()));
    }

    private List<Plan.Reader> readers(List<Step> steps) {
        var readers = new ArrayList<Plan.Reader>();
        for (Step step : steps) {
            for (int i = 0; i < step.inputs().size(); i++) {
                Integer slice = model.parameters().get(step.inputs().get(i));
                if (slice != null) {
                    readers.add(new Plan.Reader(step, i, slice));
                }
            }
        }
        return readers;
    }

    /** Steps that something that is read depends on. */
    private Set<Step> needed(Set<String> kept) {
        Set<String> names = new HashSet<>(kept);
        Set<Step> needed = new HashSet<>();
        for (int i = tape.steps().size() - 1; i >= 0; i--) {
            Step step = tape.steps().get(i);
            if (step.outputs().stream().anyMatch(names::contains)) {
                needed.add(step);
                names.addAll(step.inputs());
            }
        }
        return needed;
    }

    /** What the plan frees at its end; what is needed no more is freed now. */
    private List<INDArray> own(List<Step> steps, Collection<INDArray> constants) {
        Set<INDArray> bound = Collections.newSetFromMap(new IdentityHashMap<>());
        bound.addAll(constants);
        for (Step step : steps) {
            step.inputs().forEach(name -> bound.add(tape.array(name)));
            step.outputs().forEach(name -> bound.add(tape.array(name)));
        }
        List<INDArray> own = given();
        for (INDArray array : tape.computed()) {
            if (bound.contains(array)) {
                own.add(array);
            } else {
                array.close();
            }
        }
        return own;
    }

    /** What is written before a pass. */
    private List<INDArray> given() {
        var given = new ArrayList<>(model.statistics().arrays());
        given.add(model.batch());
        if (seed != null) {
            given.add(seed);
        }
        return given;
    }
}
