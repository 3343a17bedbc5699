// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.Map;

/**
 * PETAL's student and teacher on a class-balanced memory instead of the batch at hand: neighbours of a stream share a
 * class, and a step on one class unlearns the others. Numbers are the steps of petal.md.
 *
 * <p>An event is remembered if its prediction is certain (the filter of Niu et al., ICML 2022) and its class has room
 * (the memory of Yuan et al., CVPR 2023, which also keeps redundant events out). After each step the student moves a
 * little towards the source (the weight ensembling of Marsden et al., WACV 2024).
 */
final class MemoryStudent implements AutoCloseable {

    private final Network network;
    private final PetalOptions petal;
    private final PerennialOptions.Learning options;
    private final ViewSource views;
    private final long seed;
    private final SourcePoint source;
    private final ParameterVector teacher;
    private final ParameterVector student;
    private final Optimiser optimiser;
    private final BalancedMemory memory;
    private final double certain;
    private long step;

    /** @param posterior null for no pull; owned by this from here on */
    MemoryStudent(
            Network network,
            PetalOptions petal,
            PerennialOptions.Learning options,
            Posterior posterior,
            ViewSource views,
            long seed) {
        this.network = network;
        this.petal = petal;
        this.options = options;
        this.views = views;
        this.seed = seed;
        source = SourcePoint.of(network, posterior);
        teacher = network.source();
        student = network.source();
        optimiser = petal.optimiser(network);
        int length = Arrays.stream(network.eventShape()).reduce(1, Math::multiplyExact);
        memory = new BalancedMemory(options.memory(), network.classes(), length);
        certain = options.certain() * Math.log(network.classes());
    }

    /** Gives the predictions. */
    ParameterVector teacher() {
        return teacher;
    }

    /** All of them. */
    Weights weights() {
        return source.beside(teacher, student, petal);
    }

    /** The untouched weights. */
    ParameterVector source() {
        return source.weights();
    }

    /** Of the teacher from the source, relative to the source's norm. */
    double distance() {
        return source.distance(teacher);
    }

    /** Offers the events that are predicted with certainty to the memory. */
    void remember(Batch x, Probabilities p) {
        for (int event = 0; event < x.size() && options.memory() > 0; event++) {
            float entropy = p.entropy(event);
            if (entropy < certain) {
                memory.offer(x.event(event), p.label(event), entropy);
            }
        }
    }

    /** One step on the memory; none while it is less than half full, or where the gradient is not finite. */
    StepReport learn() {
        if (memory.size() == 0 || memory.size() < options.memory() / 2 || student.size() == 0) {
            Held held = options.memory() == 0 || student.size() == 0 ? Held.METHOD : Held.WAITING;
            return StepReport.nothingLearned(step, 0, source.distance(teacher), held);
        }
        Batch x = remembered();
        NormStatistics own = NormStatistics.batch(network.sourceStatistics());
        Probabilities t = Probabilities.of(network.forward(teacher, x, own)); // 3
        double loss;
        try (Recorded z = network.record(student, views.view(x, step, 0), own)) { // 1, on a view
            Probabilities said = Probabilities.of(z.logits());
            loss = petal.loss().loss(t, said);
            z.pullback(petal.loss().gradient(t, said), source.gradient()); // 6
        }
        source.pull(student, petal, source.gradient()); // 7
        if (!source.gradient().isFinite()) {
            return StepReport.nothingLearned(step, loss, source.distance(teacher), Held.NON_FINITE);
        }
        step++;
        optimiser.step(student, source.gradient(), step); // 10
        teacher.lerp(student, (float) (1 - petal.teacherMomentum())); // 11
        long restored = // 8, 9, 12
                petal.restore().apply(student, source.gradient(), source.weights(), Seeds.mix(seed, step));
        student.lerp(source.weights(), (float) options.sourceShare());
        return StepReport.learned(step, loss, (double) restored / student.size(), source.distance(teacher));
    }

    private Batch remembered() {
        return Batch.of(memory.events(), memory.size(), network.eventShape());
    }

    void save(Map<String, float[]> arrays) {
        arrays.put("student", student.toArray());
        arrays.put("teacher", teacher.toArray());
        arrays.put("student-steps", Counters.floats(step));
        optimiser.save(arrays);
        memory.save(arrays);
    }

    void load(LearnedState state) {
        student.set(state.array("student", student.size()));
        teacher.set(state.array("teacher", teacher.size()));
        step = Counters.longs(state.array("student-steps", 2))[0];
        optimiser.load(state);
        memory.load(state);
    }

    /** The most events that a step learns from. */
    int capacity() {
        return options.memory();
    }

    @Override
    public void close() {
        source.close();
        teacher.close();
        student.close();
        optimiser.close();
    }
}
