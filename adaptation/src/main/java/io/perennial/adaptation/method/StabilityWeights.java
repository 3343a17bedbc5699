// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.List;
import java.util.Map;

/**
 * How much each of several experts counts, learned without labels: the weights w = softmax(a) of the mixture of their
 * logits climb the mean cosine between what the mixture predicts for two views of the same events (Zhang et al.,
 * "Self-Supervised Aggregation of Diverse Experts for Test-Agnostic Long-Tailed Recognition", NeurIPS 2022, section 4.2).
 * A stream has no end, so a also decays towards 0, equal weights: an expert that lost can win again.
 */
final class StabilityWeights {

    private static final double RATE = 1;
    private static final double DECAY = 0.99;
    private static final String NAME = "expert-weights";

    /** Float32 as it is saved. */
    private final float[] scores;

    /** Equal weights. */
    StabilityWeights(int experts) {
        scores = new float[experts];
    }

    /** w, sums to 1. */
    double[] weights() {
        float[] w = Probabilities.of(new Logits(scores.clone(), scores.length)).values();
        double[] weights = new double[w.length];
        for (int i = 0; i < w.length; i++) {
            weights[i] = w[i];
        }
        return weights;
    }

    /** sum_i w_i z_i. [B, C]. */
    Logits mixed(List<Logits> experts) {
        return mixed(experts, weights());
    }

    private static Logits mixed(List<Logits> experts, double[] weights) {
        float[] sum = new float[experts.get(0).values().length];
        for (int i = 0; i < sum.length; i++) {
            double mixed = 0;
            for (int e = 0; e < weights.length; e++) {
                mixed += weights[e] * experts.get(e).values()[i];
            }
            sum[i] = (float) mixed;
        }
        return new Logits(sum, experts.get(0).classes());
    }

    /** One step up the stability of the mixture under two views, given what each expert says of them. */
    void learn(List<Logits> one, List<Logits> other) {
        double[] gradient = gradient(one, other);
        for (int e = 0; e < scores.length; e++) {
            double moved = DECAY * scores[e] + RATE * gradient[e];
            scores[e] = Double.isFinite(moved) ? (float) moved : scores[e];
        }
    }

    /** Mean over the events of the cosine between the mixture's two predictions. */
    double stability(List<Logits> one, List<Logits> other) {
        Probabilities p = Probabilities.of(mixed(one));
        Probabilities q = Probabilities.of(mixed(other));
        double sum = 0;
        for (int event = 0; event < p.size(); event++) {
            sum += dot(p, q, event) / Math.sqrt(dot(p, p, event) * dot(q, q, event));
        }
        return sum / p.size();
    }

    /** Of the stability with respect to a: dS/da_e = w_e (s_e - sum w s), s_e = dS/dw_e. */
    double[] gradient(List<Logits> one, List<Logits> other) {
        double[] w = weights();
        Probabilities p = Probabilities.of(mixed(one, w));
        Probabilities q = Probabilities.of(mixed(other, w));
        double[] slopes = new double[w.length];
        for (int event = 0; event < p.size(); event++) {
            addSlopes(p, q, event, one, slopes);
            addSlopes(q, p, event, other, slopes);
        }
        double mean = 0;
        for (int e = 0; e < w.length; e++) {
            mean += w[e] * slopes[e];
        }
        double[] gradient = new double[w.length];
        for (int e = 0; e < w.length; e++) {
            gradient[e] = w[e] * (slopes[e] - mean) / p.size();
        }
        return gradient;
    }

    /** Through one of the two predictions: dcos/dp = q / |p||q| - cos p / |p|^2, then softmax, then the mixture. */
    private static void addSlopes(Probabilities p, Probabilities q, int event, List<Logits> logits, double[] slopes) {
        double square = dot(p, p, event);
        double lengths = Math.sqrt(square * dot(q, q, event));
        double cosine = dot(p, q, event) / lengths;
        int classes = p.classes();
        double[] d = new double[classes];
        double mean = 0;
        for (int c = 0; c < classes; c++) {
            d[c] = q.at(event, c) / lengths - cosine * p.at(event, c) / square;
            mean += p.at(event, c) * d[c];
        }
        for (int e = 0; e < slopes.length; e++) {
            for (int c = 0; c < classes; c++) {
                slopes[e] += p.at(event, c) * (d[c] - mean) * logits.get(e).at(event, c);
            }
        }
    }

    private static double dot(Probabilities a, Probabilities b, int event) {
        double sum = 0;
        for (int c = 0; c < a.classes(); c++) {
            sum += (double) a.at(event, c) * b.at(event, c);
        }
        return sum;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, scores.clone());
    }

    void load(LearnedState state) {
        System.arraycopy(state.array(NAME, scores.length), 0, scores, 0, scores.length);
    }
}
