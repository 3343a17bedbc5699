// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * ROID's loss (Marsden, Döbler and Yang, WACV 2024, after Mummadi et al., 2021), a weighted sum over the batch:
 *
 * <pre>L = -sum_c q_c log(q_c / (1 - q_c) + 1e-5), q = min(p, 0.99)</pre>
 *
 * Unlike the entropy's, its gradient does not vanish where the prediction is already confident.
 */
final class SoftLikelihoodRatio {

    private static final double CLIP = 0.99;
    private static final double EPSILON = 1e-5;

    private SoftLikelihoodRatio() {}

    /** @param weights [B], constant; 0 leaves an event out */
    static double loss(Probabilities p, float[] weights) {
        double sum = 0;
        for (int event = 0; event < p.size(); event++) {
            for (int c = 0; c < p.classes() && weights[event] != 0; c++) {
                double q = Math.min(p.at(event, c), CLIP);
                sum -= weights[event] * q * Math.log(q / (1 - q) + EPSILON);
            }
        }
        return sum;
    }

    /** dL/dz_k = p_k (d_k - sum_c p_c d_c) with d = dL/dp, which is 0 where p is clipped. [B, C]. */
    static Logits gradient(Probabilities p, float[] weights) {
        int classes = p.classes();
        Logits gradient = Logits.zeros(p.size(), classes);
        double[] d = new double[classes];
        for (int event = 0; event < p.size(); event++) {
            if (weights[event] == 0) {
                continue;
            }
            double mean = 0;
            for (int c = 0; c < classes; c++) {
                d[c] = slope(p.at(event, c));
                mean += p.at(event, c) * d[c];
            }
            for (int c = 0; c < classes; c++) {
                gradient.values()[event * classes + c] = (float) (weights[event] * p.at(event, c) * (d[c] - mean));
            }
        }
        return gradient;
    }

    /** Of -p log(r + e), r = p / (1 - p): -(log(r + e) + p r' / (r + e)), r' = 1 / (1 - p)^2. */
    private static double slope(double p) {
        if (p > CLIP) {
            return 0;
        }
        double ratio = p / (1 - p) + EPSILON;
        return -(Math.log(ratio) + p / ((1 - p) * (1 - p) * ratio));
    }
}
