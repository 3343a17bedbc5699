// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Map;

/**
 * SAR: entropy minimisation on reliable events towards a flat minimum, with a way back (Niu et al., "Towards Stable
 * Test-Time Adaptation in Dynamic Wild World", ICLR 2023). Published with the batch's own statistics. The paper leaves
 * the last stage of large networks as it is; choose the parameters by name for that.
 *
 * <p>Open the network on its normalisation parameters alone. Memory: 5 P floats.
 */
public final class Sar implements Method {

    /**
     * @param learningRate of SGD with momentum 0.9
     * @param entropyMargin E0 as a share of log C: events above it are unreliable
     * @param radius rho, how far the weights climb before the second gradient
     * @param collapse e_m: where the moving average of the entropy falls below it, the weights return to the source
     */
    public record Options(double learningRate, double entropyMargin, double radius, double collapse) {

        /** As published for CIFAR-10-C. */
        public static final Options CIFAR10 = new Options(1e-3, 0.4, 0.05, 0.2);
    }

    private static final double MOMENTUM = 0.9;
    private static final double NONE = -1;

    private final Options options;
    private final double margin;
    private final Student student;
    private final ParameterVector here;
    private double entropy = NONE;

    /** @param network stays the caller's */
    public Sar(Network network, Options options, NormPolicy statistics) {
        this.options = options;
        margin = options.entropyMargin() * Math.log(network.classes());
        student = new Student(network, statistics, new Optimiser.HeavyBall(network, options.learningRate()));
        here = network.zeros();
    }

    @Override
    public Scored score(Batch x, Effort effort) {
        return student.score(x, effort.learn());
    }

    /** A batch without a reliable event, before the climb or after it, teaches nothing. */
    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities p = scored.studentProbabilities();
            int[] reliable = EventWeights.where(p.size(), event -> p.entropy(event) < margin); // Eqn. 2
            float[] weights = EventWeights.mean(p.size(), reliable);
            double loss = EntropyLoss.loss(p, weights);
            if (reliable.length == 0) {
                return student.unchanged(loss, Held.UNTRUSTED);
            }
            scored.student().pullback(EntropyLoss.gradient(p, weights), student.gradient());
            double steepness = student.gradient().norm();
            if (!Double.isFinite(steepness)) {
                return student.unchanged(loss, Held.NON_FINITE);
            }
            here.copyFrom(student.weights());
            student.weights().add(student.gradient(), (float) (options.radius() / (steepness + 1e-12))); // Eqn. 4
            double above = gradientAbove(scored.batch(), reliable);
            student.weights().copyFrom(here);
            return above == NONE ? student.unchanged(loss, Held.UNTRUSTED) : descend(above);
        }
    }

    /** The gradient at the top of the climb, of the events that are reliable there too. Returns their mean entropy. */
    private double gradientAbove(Batch x, int... reliable) {
        try (Recorded z = student.record(x)) {
            Probabilities p = Probabilities.of(z.logits());
            boolean[] before = new boolean[p.size()];
            for (int event : reliable) {
                before[event] = true;
            }
            int[] still = EventWeights.where(p.size(), event -> before[event] && p.entropy(event) < margin);
            if (still.length == 0) {
                return NONE;
            }
            float[] weights = EventWeights.mean(p.size(), still);
            z.pullback(EntropyLoss.gradient(p, weights), student.gradient());
            return EntropyLoss.loss(p, weights);
        }
    }

    private StepReport descend(double above) {
        StepReport report = student.descend(above);
        if (!report.learned()) {
            return report;
        }
        entropy = entropy == NONE ? above : MOMENTUM * entropy + (1 - MOMENTUM) * above;
        if (entropy >= options.collapse()) {
            return report;
        }
        student.recover();
        entropy = NONE;
        return student.learned(above, 1);
    }

    @Override
    public long step() {
        return student.step();
    }

    @Override
    public Weights weights() {
        return student.seen();
    }

    @Override
    public Snapshot snapshot() {
        return student.snapshot();
    }

    @Override
    public LearnedState state() {
        return student.state(Map.of("entropy-average", new float[] {(float) entropy}));
    }

    @Override
    public void restore(LearnedState state) {
        student.restore(state);
        entropy = state.array("entropy-average", 1)[0];
    }

    @Override
    public void close() {
        student.close();
        here.close();
    }
}
