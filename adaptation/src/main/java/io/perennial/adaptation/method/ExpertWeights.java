// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Arrays;
import java.util.Map;

/**
 * How much each of several predictions of the same stream is to be believed, without labels: by the mutual information
 * between event and predicted class, I = H(mean p) - mean H(p), over the recent stream (Bridle, Heading and MacKay,
 * "Unsupervised classifiers, mutual information and phantom targets", 1991). A prediction that has lost its classes has
 * little of it, whether it says the same of every event (first term) or nothing of any (second).
 *
 * <p>The first expert is the source: it answers until another has gained enough information over it. Among the others the
 * weights are exp(sharpness I), normalised.
 */
final class ExpertWeights {

    /** Information, in nats, that must be gained over the source wherever caution is asked for. */
    private static final double LEAST_GAIN = 0.04;

    /** How sharply trust passes from the source to the others, per nat. */
    private static final double PASSING = 100;

    private final int experts;
    private final int classes;
    private final double window;
    private final double sharpness;
    /** For each expert its mean prediction, C values, then its mean entropy in nats. */
    private final float[] averages;

    /**
     * @param window events after which the past counts 1/e
     * @param sharpness per nat
     */
    ExpertWeights(int experts, int classes, double window, double sharpness) {
        this.experts = experts;
        this.classes = classes;
        this.window = window;
        this.sharpness = sharpness;
        averages = new float[experts * (classes + 1)];
        for (int e = 0; e < experts; e++) {
            Arrays.fill(averages, e * (classes + 1), e * (classes + 1) + classes, 1f / classes);
            averages[e * (classes + 1) + classes] = (float) Math.log(classes) / 2; // nothing is known of any yet
        }
    }

    /** Learns what the experts said of a batch; of one that said something not finite nothing is learned. */
    void observe(Probabilities... said) {
        for (int e = 0; e < experts; e++) {
            Probabilities p = said[e];
            float share = (float) -Math.expm1(-p.size() / window);
            int from = e * (classes + 1);
            double entropy = 0;
            double[] mean = new double[classes];
            for (int event = 0; event < p.size(); event++) {
                entropy += p.entropy(event) / p.size();
                for (int c = 0; c < classes; c++) {
                    mean[c] += (double) p.at(event, c) / p.size();
                }
            }
            if (!Double.isFinite(entropy + Arrays.stream(mean).sum())) {
                continue;
            }
            for (int c = 0; c < classes; c++) {
                averages[from + c] += share * (float) (mean[c] - averages[from + c]);
            }
            averages[from + classes] += share * (float) (entropy - averages[from + classes]);
        }
    }

    /** I of an expert, in nats. */
    double information(int expert) {
        int from = expert * (classes + 1);
        Probabilities mean = new Probabilities(Arrays.copyOfRange(averages, from, from + classes), classes);
        return mean.entropy(0) - averages[from + classes];
    }

    /**
     * One for each expert, summing to 1.
     *
     * @param caution share of the source's mean entropy that the others must explain to be believed; 0 for no handicap
     */
    double[] weights(double caution) {
        double best = Double.NEGATIVE_INFINITY;
        for (int e = 1; e < experts; e++) {
            best = Math.max(best, information(e));
        }
        double needed = caution == 0 ? 0 : Math.max(LEAST_GAIN, caution * averages[classes]);
        double trust = 1 / (1 + Math.exp(-PASSING * (best - information(0) - needed)));
        double[] weights = new double[experts];
        double sum = 0;
        for (int e = 1; e < experts; e++) {
            weights[e] = Math.exp(sharpness * (information(e) - best));
            sum += weights[e];
        }
        for (int e = 1; e < experts; e++) {
            weights[e] *= trust / sum;
        }
        weights[0] = 1 - trust;
        return weights;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put("expert-averages", averages.clone());
    }

    void load(LearnedState state) {
        System.arraycopy(state.array("expert-averages", averages.length), 0, averages, 0, averages.length);
    }
}
