// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.List;
import java.util.TreeMap;

/**
 * EATA: entropy minimisation on events that are reliable and not redundant, held by elastic weight consolidation (Niu et
 * al., "Efficient Test-Time Model Adaptation without Forgetting", ICML 2022). Published with the batch's own statistics.
 *
 * <p>Open the network on its normalisation parameters alone. Memory: 6 P floats, 5 without source events.
 */
public final class Eata implements Method {

    /**
     * @param learningRate of Adam
     * @param entropyMargin E0 as a share of log C: events above it are unreliable
     * @param similarityMargin epsilon: events whose cosine with the mean prediction is not below it are redundant. A
     *     certain prediction has the cosine 1 / sqrt C with a balanced mean, so that 0.4 asks for at least 7 classes
     * @param fisherWeight beta of the pull to the source; 0 for none
     */
    public record Options(double learningRate, double entropyMargin, double similarityMargin, double fisherWeight) {

        /** As published for CIFAR-10-C; the authors take the Fisher information from 2,000 source events. */
        public static final Options CIFAR10 = new Options(1e-3, 0.4, 0.4, 1);
    }

    private final Options options;
    private final double margin;
    private final Student student;
    private final MeanPrediction recent;
    private final ParameterVector fisher;

    /**
     * @param network stays the caller's
     * @param source events of the source, unlabelled; without any nothing pulls to the source (the paper's ETA)
     */
    public Eata(Network network, Options options, NormPolicy statistics, List<Batch> source) {
        this.options = options;
        margin = options.entropyMargin() * Math.log(network.classes());
        student = new Student(network, statistics, new Optimiser.Adam(network, options.learningRate()));
        recent = MeanPrediction.none(network.classes());
        fisher = source.isEmpty() || options.fisherWeight() == 0 ? null : fisher(network, source);
    }

    /** Eqn. 9: mean over the batches of the squared gradient of the cross-entropy with the predicted labels. */
    private ParameterVector fisher(Network network, List<Batch> source) {
        ParameterVector information = network.zeros();
        for (Batch x : source) {
            try (Recorded z = student.record(x)) {
                Probabilities p = Probabilities.of(z.logits());
                z.pullback(SelfTraining.CROSS_ENTROPY.gradient(labels(p), p), student.gradient());
                information.addSquares(student.gradient(), 1f / source.size());
            }
        }
        return information;
    }

    private static Probabilities labels(Probabilities p) {
        float[] sure = new float[p.values().length];
        for (int event = 0; event < p.size(); event++) {
            sure[event * p.classes() + p.label(event)] = 1;
        }
        return new Probabilities(sure, p.classes());
    }

    @Override
    public Scored score(Batch x, Effort effort) {
        return student.score(x, effort.learn());
    }

    /** A batch without a reliable and new event teaches nothing. */
    @Override
    public StepReport adapt(Scored scored) {
        try (scored) {
            Probabilities p = scored.studentProbabilities();
            int[] chosen = EventWeights.where(p.size(), event -> isReliable(p, event) && isNew(p, event));
            float[] weights = weights(p, chosen);
            double loss = EntropyLoss.loss(p, weights);
            if (chosen.length == 0) {
                return student.unchanged(loss, Held.UNTRUSTED);
            }
            recent.add(p, chosen); // Eqn. 4
            scored.student().pullback(EntropyLoss.gradient(p, weights), student.gradient());
            if (fisher != null) { // Eqn. 8: beta sum_p F_p (theta_p - theta0_p)^2
                float pull = (float) (2 * options.fisherWeight());
                student.gradient().pullByImportance(student.weights(), student.source(), fisher, pull);
            }
            return student.descend(loss);
        }
    }

    /** Eqn. 3. */
    boolean isReliable(Probabilities p, int event) {
        return p.entropy(event) < margin;
    }

    /** Eqn. 5. */
    boolean isNew(Probabilities p, int event) {
        return recent.isEmpty() || recent.cosine(p, event) < options.similarityMargin();
    }

    /** Eqn. 3: exp(E0 - H), over the number of events that were chosen. */
    float[] weights(Probabilities p, int... chosen) {
        float[] weights = EventWeights.mean(p.size(), chosen);
        for (int event : chosen) {
            weights[event] *= (float) Math.exp(margin - p.entropy(event));
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
        if (fisher != null) {
            fisher.close();
        }
    }
}
