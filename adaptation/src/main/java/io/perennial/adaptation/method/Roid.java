// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * ROID: certain and diverse events count more, the source stays part of the weights, and an augmented view has to agree
 * (Marsden, Döbler and Yang, "Universal Test-time Adaptation through Weight Ensembling, Diversity Weighting, and Prior
 * Correction", WACV 2024). Published with the batch's own statistics.
 *
 * <p>As in the authors' code the prior multiplies the logits: the order of the classes is corrected, but the
 * probabilities come out far too flat (Brier 0.72 where the plain prediction has 0.37 on CIFAR-10-C).
 *
 * <p>Open the network on its normalisation parameters alone. Memory: 6 P floats.
 */
public final class Roid implements Method {

    /**
     * @param learningRate of Adam
     * @param temperature of the events' weights, exp(diversity certainty / temperature)
     * @param sourceMomentum how much of the student stays when the source is mixed in after each step
     * @param priorCorrection whether the prediction is corrected by the batch's classes
     */
    public record Options(double learningRate, double temperature, double sourceMomentum, boolean priorCorrection) {

        /** As published, the same for every data set but for the learning rate. */
        public static final Options CIFAR10 = new Options(1e-3, 1.0 / 3, 0.99, true);
    }

    private final Options options;
    private final Student student;
    private final ViewSource views;
    private final MeanPrediction recent;
    private final ParameterVector consistency;

    /** @param network stays the caller's */
    public Roid(Network network, Options options, NormPolicy statistics, ViewSource views) {
        this.options = options;
        this.views = views;
        student = new Student(network, statistics, new Optimiser.Adam(network, options.learningRate()));
        recent = MeanPrediction.uniform(network.classes());
        consistency = network.zeros();
    }

    @Override
    public Scored score(Batch x, Effort effort) {
        Scored plain = student.score(x, effort.learn());
        return options.priorCorrection() ? new Scored(corrected(plain.logits()), plain.student(), x) : plain;
    }

    /** The logits times the smoothed mean prediction of the batch: (mean + s) / (1 + s C), s = max(1/B, 1/C) / max(mean). */
    static Logits corrected(Logits logits) {
        Probabilities p = Probabilities.of(logits);
        int classes = p.classes();
        double[] prior = new double[classes];
        for (int i = 0; i < p.values().length; i++) {
            prior[i % classes] += (double) p.values()[i] / p.size();
        }
        double smooth = Math.max(1.0 / p.size(), 1.0 / classes)
                / Arrays.stream(prior).max().orElseThrow();
        float[] values = logits.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= (float) ((prior[i % classes] + smooth) / (1 + smooth * classes));
        }
        return new Logits(values, classes);
    }

    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities p = scored.studentProbabilities();
            float[] weights = weights(p);
            recent.add(p, IntStream.range(0, p.size()).toArray());
            int[] chosen = EventWeights.where(p.size(), event -> weights[event] > 0);

            double loss = SoftLikelihoodRatio.loss(p, weights);
            Logits gradient = SoftLikelihoodRatio.gradient(p, weights);
            Batch view = views.view(EventWeights.select(scored.batch(), chosen), student.step(), 0);
            try (Recorded seen = student.record(view)) {
                loss += agree(p, seen, weights, chosen, gradient);
            }
            scored.student().pullback(gradient, student.gradient());
            student.gradient().add(consistency, 1);
            StepReport report = student.descend(loss);
            if (report.learned()) {
                student.weights().lerp(student.source(), (float) (1 - options.sourceMomentum()));
            }
            return report;
        }
    }

    /**
     * Symmetric cross-entropy of the chosen events and their view. Both sides learn: the view's part of the gradient
     * goes to {@link #consistency}, the plain pass's is added to its gradient on the logits.
     */
    private double agree(Probabilities all, Recorded seen, float[] weights, int[] chosen, Logits plain) {
        Probabilities p = EventWeights.select(all, chosen);
        Probabilities q = Probabilities.of(seen.logits());
        float[] share = new float[chosen.length]; // SelfTraining means over its events, this sums by weight
        double loss = 0;
        for (int i = 0; i < chosen.length; i++) {
            share[i] = weights[chosen[i]] * chosen.length;
            loss += weights[chosen[i]]
                    * SelfTraining.SYMMETRIC.loss(EventWeights.select(p, i), EventWeights.select(q, i));
        }
        seen.pullback(EventWeights.scaled(SelfTraining.SYMMETRIC.gradient(p, q), share), consistency);
        EventWeights.addRows(plain, EventWeights.scaled(SelfTraining.SYMMETRIC.gradient(q, p), share), chosen);
        return loss;
    }

    /** exp(diversity certainty / temperature) / B, and 0 for events of less than mean diversity. */
    float[] weights(Probabilities p) {
        IntStream events = IntStream.range(0, p.size());
        double[] diversity = EventWeights.stretched(
                events.mapToDouble(event -> 1 - recent.cosine(p, event)).toArray());
        double[] certainty = EventWeights.stretched(IntStream.range(0, p.size())
                .mapToDouble(event -> -p.entropy(event))
                .toArray());
        double mean = Arrays.stream(diversity).average().orElse(0);
        float[] weights = new float[p.size()];
        for (int event = 0; event < weights.length; event++) {
            if (diversity[event] >= mean) {
                weights[event] =
                        (float) (Math.exp(diversity[event] * certainty[event] / options.temperature()) / p.size());
            }
        }
        return weights;
    }

    @Override
    public long step() {
        return student.step();
    }

    @Override
    public Weights weights() {
        return student.seen();
    }

    /** Without the correction of the prior, which is a batch's. */
    @Override
    public Snapshot snapshot() {
        return student.snapshot();
    }

    @Override
    public LearnedState state() {
        var arrays = new TreeMap<String, float[]>();
        recent.save(arrays);
        return student.state(arrays);
    }

    @Override
    public void restore(LearnedState state) {
        student.restore(state);
        recent.load(state);
    }

    @Override
    public void close() {
        student.close();
        consistency.close();
    }
}
