// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import io.perennial.adaptation.network.Logits;

/**
 * Class probabilities of a batch and what can be read off them. Entropies and divergences are in nats.
 *
 * @param values [B, C] row-major, each row sums to 1
 * @param classes C
 */
public record Probabilities(float[] values, int classes) {

    /** Softmax of each row, shifted by its maximum so that it cannot overflow. */
    public static Probabilities of(Logits logits) {
        int classes = logits.classes();
        float[] values = logits.values().clone();
        for (int row = 0; row < values.length; row += classes) {
            double highest = values[row];
            for (int c = 1; c < classes; c++) {
                highest = Math.max(highest, values[row + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                double e = Math.exp(values[row + c] - highest);
                values[row + c] = (float) e;
                sum += e;
            }
            for (int c = 0; c < classes; c++) {
                values[row + c] = (float) (values[row + c] / sum);
            }
        }
        return new Probabilities(values, classes);
    }

    /**
     * The same before a softmax of logits / T: p^(1/T), scaled to sum to 1 (Guo et al., "On Calibration of Modern Neural
     * Networks", ICML 2017). The order of the classes stays, but two that are almost alike may come out equal.
     *
     * @param temperature T above 0; 1 gives this itself
     */
    public Probabilities tempered(double temperature) {
        if (temperature == 1) {
            return this;
        }
        float[] scaled = new float[values.length];
        for (int row = 0; row < values.length; row += classes) {
            double highest = 0;
            for (int c = 0; c < classes; c++) {
                highest = Math.max(highest, values[row + c]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                double p = Math.pow(values[row + c] / highest, 1 / temperature); // NaN stays NaN
                scaled[row + c] = (float) p;
                sum += p;
            }
            for (int c = 0; c < classes; c++) {
                scaled[row + c] = (float) (scaled[row + c] / sum);
            }
        }
        return new Probabilities(scaled, classes);
    }

    /** Number of events, B. */
    public int size() {
        return values.length / classes;
    }

    public float at(int event, int type) {
        return values[event * classes + type];
    }

    /** The row of one event, length C. */
    public float[] row(int event) {
        return java.util.Arrays.copyOfRange(values, event * classes, (event + 1) * classes);
    }

    /** The most probable class; of equals the first. */
    public int label(int event) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            if (at(event, c) > at(event, best)) {
                best = c;
            }
        }
        return best;
    }

    /** Probability of the most probable class. */
    public float confidence(int event) {
        return at(event, label(event));
    }

    /** Mean over the batch of the confidence; PETAL's anchor gate. */
    public float meanConfidence() {
        double sum = 0;
        for (int event = 0; event < size(); event++) {
            sum += confidence(event);
        }
        return (float) (sum / size());
    }

    /** Predictive entropy, -sum p log p; NaN where a probability is. */
    public float entropy(int event) {
        double entropy = 0;
        for (int c = 0; c < classes; c++) {
            double p = at(event, c);
            if (p != 0) { // what is not a number must not pass for certainty
                entropy -= p * Math.log(p);
            }
        }
        return (float) entropy;
    }

    /** Difference between the two largest probabilities; 1 where there is a single class. */
    public float margin(int event) {
        float first = 0;
        float second = 0;
        for (int c = 0; c < classes; c++) {
            float p = at(event, c);
            if (p > first) {
                second = first;
                first = p;
            } else if (p > second) {
                second = p;
            }
        }
        return first - second;
    }

    /** Jensen-Shannon divergence between the same event's rows, in [0, log 2]. */
    public float divergence(Probabilities other, int event) {
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += divergence(at(event, c), other.at(event, c));
        }
        return (float) Math.max(0, sum);
    }

    /** What one class with these two probabilities adds to a Jensen-Shannon divergence, in nats. */
    public static double divergence(double p, double q) {
        double middle = (p + q) / 2;
        return (term(p, middle) + term(q, middle)) / 2;
    }

    private static double term(double p, double middle) {
        return p > 0 ? p * Math.log(p / middle) : 0;
    }
}
