// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.TreeMap;

/**
 * PETAL: lifelong test-time adaptation by self-training under the source's posterior (Brahma and Rai, "A Probabilistic
 * Framework for Lifelong Test-Time Adaptation", CVPR 2023). Numbers in comments are the steps of one batch. With
 * {@link Restore.Fisher} it is PETAL-FIM, with {@link Restore.Stochastic} PETAL-SRes.
 *
 * <p>Memory: 7 P floats with Adam and a posterior (student, teacher, source, variance, two moments, gradient), one more
 * P where the posterior's mean is not the source itself.
 */
public final class Petal implements Method {

    private final Network network;
    private final PetalOptions options;
    private final NormPolicy statistics;
    private final ViewSource views;
    private final long seed;

    private final ParameterVector source;
    private final ParameterVector teacher;
    private final ParameterVector student;
    private final ParameterVector gradient;
    private final Posterior posterior;
    private final Optimiser optimiser;
    private long step;

    /**
     * @param network stays the caller's
     * @param posterior null for no pull towards the source; owned by this method from here on
     * @param views asked only where the anchor is unsure
     * @param seed of the stochastic restore
     */
    public Petal(
            Network network,
            PetalOptions options,
            Posterior posterior,
            NormPolicy statistics,
            ViewSource views,
            long seed) {
        this.network = network;
        this.options = options;
        this.statistics = statistics;
        this.views = views;
        this.seed = seed;
        this.posterior = posterior;
        source = network.source();
        teacher = network.source();
        student = network.source();
        gradient = network.zeros();
        optimiser = options.optimiser(network);
    }

    /** Steps 1 to 5. The teacher goes first only because moving statistics learn in its pass. */
    @Override
    public Scored score(Batch x, boolean learn) {
        Logits plain = statistics.forward(network, teacher, x, learn); // 3: t0 = f(theta', x)
        Recorded z = learn ? network.record(student, x, statistics.current()) : null; // 1: z = f(theta, x)
        Logits anchor = network.forward(source, x, statistics.current()); // 2: c = mean max softmax f(theta0, x)
        float confidence = Probabilities.of(anchor).meanConfidence();

        if (confidence >= options.anchorThreshold() || options.views() == 0) { // 4: t = t0 where the anchor is sure
            return new Scored(plain, z, confidence, 0, null);
        }
        ViewAverage average = new ViewAverage(x.size(), network.classes()); // otherwise t = mean of the views' logits
        for (int k = 0; k < options.views(); k++) {
            average.add(network.forward(teacher, views.view(x, step, k), statistics.current()));
        }
        return new Scored(average.logits(), z, confidence, options.views(), average.mutualInformation()); // 5: leaves
    }

    /** Steps 6 to 12. A batch whose gradient is not finite teaches nothing. */
    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities t = scored.probabilities();
            Probabilities z = scored.studentProbabilities();
            double loss = options.loss().loss(t, z);

            scored.student().pullback(options.loss().gradient(t, z), gradient); // 6: dH/dtheta
            pullToPosterior(); // 7
            if (!gradient.isFinite()) {
                return StepReport.nothingLearned(step, loss, distance());
            }
            step++;
            optimiser.step(student, gradient, step); // 10
            teacher.lerp(student, (float) (1 - options.teacherMomentum())); // 11: theta' = m theta' + (1 - m) theta
            long restored = // 8, 9, 12: F = g^2, its quantile, theta0 where F is small
                    options.restore().apply(student, gradient, source, Seeds.mix(seed, step));
            return new StepReport(step, true, loss, (double) restored / student.size(), distance());
        }
    }

    private void pullToPosterior() {
        if (posterior != null && options.priorWeight() > 0) {
            gradient.pullToGaussian(
                    student, posterior.mean(), posterior.variance(), (float) options.priorWeight(), (float)
                            options.priorDamping());
        }
    }

    private double distance() {
        return teacher.distance(source) / Math.max(source.norm(), Float.MIN_NORMAL);
    }

    @Override
    public long step() {
        return step;
    }

    /** How many of the student's values stand at the source's. */
    public long studentEqualToSource() {
        return student.countEqual(source);
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        arrays.put("student", student.toArray());
        arrays.put("teacher", teacher.toArray());
        arrays.put("statistics", statistics.values());
        optimiser.save(arrays);
        return new LearnedState(step, arrays);
    }

    @Override
    public void restore(LearnedState state) {
        student.set(state.array("student", student.size()));
        teacher.set(state.array("teacher", teacher.size()));
        statistics.set(state.array("statistics", statistics.values().length));
        optimiser.load(state);
        step = state.step();
    }

    @Override
    public void close() {
        source.close();
        teacher.close();
        student.close();
        gradient.close();
        optimiser.close();
        if (posterior != null) {
            posterior.close();
        }
    }
}
