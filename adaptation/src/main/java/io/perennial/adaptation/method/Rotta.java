// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * RoTTA: learns from a class-balanced memory instead of the batch at hand, with slow normalisation statistics (Yuan, Xie
 * and Li, "Robust Test-Time Adaptation in Dynamic Scenarios", CVPR 2023). The student sees augmented events, the EMA
 * teacher the events themselves and gives the predictions; each has statistics of its own that move only when it learns.
 *
 * <p>A step is a batch; within it the weights are updated as often as {@link Options#every} events have come, perhaps
 * not at all. Open the network on its normalisation parameters alone. Memory: 6 P floats and the remembered events.
 */
public final class Rotta implements Method {

    /**
     * @param learningRate of Adam
     * @param alpha momentum of the normalisation statistics
     * @param nu share of the student that the teacher takes over at each update
     * @param capacity events that are remembered
     * @param every events from one update to the next
     */
    public record Options(double learningRate, double alpha, double nu, int capacity, int every) {

        /** As published for CIFAR-10-C. */
        public static final Options CIFAR10 = new Options(1e-3, 0.05, 0.001, 64, 64);
    }

    private final Network network;
    private final Options options;
    private final ViewSource views;
    private final BalancedMemory memory;
    private final float[] teacherStatistics;
    private final float[] studentStatistics;
    private final ParameterVector source;
    private final ParameterVector teacher;
    private final ParameterVector student;
    private final ParameterVector gradient;
    private final Optimiser optimiser;
    private long step;
    private long updates;
    private int waiting;

    /** @param network stays the caller's */
    public Rotta(Network network, Options options, ViewSource views) {
        this.network = network;
        this.options = options;
        this.views = views;
        int eventLength = Arrays.stream(network.eventShape()).reduce(1, Math::multiplyExact);
        memory = new BalancedMemory(options.capacity(), network.classes(), eventLength);
        teacherStatistics = network.sourceStatistics();
        studentStatistics = network.sourceStatistics();
        source = network.source();
        teacher = network.source();
        student = network.source();
        gradient = network.zeros();
        optimiser = new Optimiser.Adam(network, options.learningRate());
    }

    @Override
    public Scored score(Batch x, Effort effort) {
        return new Scored(network.forward(teacher, x, NormStatistics.fixed(teacherStatistics)), null, x);
    }

    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities p = scored.probabilities();
            Batch x = scored.batch();
            Held held = Held.WAITING;
            double loss = 0;
            for (int event = 0; event < p.size(); event++) {
                memory.offer(x.event(event), p.label(event), p.entropy(event));
                if (++waiting == options.every()) {
                    waiting = 0;
                    long before = updates;
                    loss = update();
                    held = updates > before || held == null ? null : Held.NON_FINITE;
                }
            }
            step++;
            return held == null
                    ? StepReport.learned(step, loss, 0, distance())
                    : StepReport.nothingLearned(step, loss, distance(), held);
        }
    }

    /** Learns from the memory: Eqn. 8 to 10. Gradients that are not finite teach nothing. */
    private double update() {
        Batch weak = Batch.of(memory.events(), memory.size(), network.eventShape());
        Probabilities t = Probabilities.of(network.forward(teacher, weak, moving(teacherStatistics)));
        Batch strong = views.view(weak, updates, 0);
        try (Recorded z = network.record(student, strong, moving(studentStatistics))) {
            Probabilities p = Probabilities.of(z.logits());
            float[] weights = memory.timeliness();
            z.pullback(gradient(t, p, weights), gradient);
            if (gradient.isFinite()) {
                updates++;
                optimiser.step(student, gradient, updates);
                teacher.lerp(student, (float) options.nu());
            }
            return loss(t, p, weights);
        }
    }

    private NormStatistics moving(float[] values) {
        return NormStatistics.ema(values, (float) options.alpha());
    }

    /** Mean over the events of the weighted cross-entropy. */
    static double loss(Probabilities teacher, Probabilities student, float[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            Probabilities t = EventWeights.select(teacher, i);
            sum += weights[i] * SelfTraining.CROSS_ENTROPY.loss(t, EventWeights.select(student, i));
        }
        return sum / weights.length;
    }

    static Logits gradient(Probabilities teacher, Probabilities student, float[] weights) {
        return EventWeights.scaled(SelfTraining.CROSS_ENTROPY.gradient(teacher, student), weights);
    }

    private double distance() {
        return teacher.distance(source) / Math.max(source.norm(), Float.MIN_NORMAL);
    }

    @Override
    public int passEvents(int batch) {
        return Math.max(batch, options.capacity());
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public Weights weights() {
        return new Weights(network.layout(), source, teacher, student, null, 0, () -> Double.NaN);
    }

    @Override
    public Snapshot snapshot() {
        return Snapshot.of(teacher, teacherStatistics);
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        arrays.put("student", student.toArray());
        arrays.put("teacher", teacher.toArray());
        arrays.put("statistics", teacherStatistics.clone());
        arrays.put("student-statistics", studentStatistics.clone());
        arrays.put("updates", Counters.floats(updates, waiting));
        optimiser.save(arrays);
        memory.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        student.set(state.array("student", student.size()));
        teacher.set(state.array("teacher", teacher.size()));
        set(teacherStatistics, state.array("statistics", teacherStatistics.length));
        set(studentStatistics, state.array("student-statistics", studentStatistics.length));
        long[] counts = Counters.longs(state.array("updates", 4));
        updates = counts[0];
        waiting = (int) counts[1];
        optimiser.load(state);
        memory.load(state);
        step = state.step();
    }

    private static void set(float[] values, float[] to) {
        System.arraycopy(to, 0, values, 0, values.length);
    }

    @Override
    public void close() {
        source.close();
        teacher.close();
        student.close();
        gradient.close();
        optimiser.close();
    }
}
