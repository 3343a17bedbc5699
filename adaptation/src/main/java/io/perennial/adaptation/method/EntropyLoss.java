// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;

/** Weighted sum over the batch of the entropy of the prediction, in nats: its value and closed-form gradient. */
final class EntropyLoss {

    private EntropyLoss() {}

    /** @param weights [B], constant; 0 leaves an event out */
    static double loss(Probabilities p, float[] weights) {
        double sum = 0;
        for (int event = 0; event < p.size(); event++) {
            sum += weights[event] == 0 ? 0 : (double) weights[event] * p.entropy(event);
        }
        return sum;
    }

    /** dH/dz_k = -p_k (log p_k + H), [B, C]. */
    static Logits gradient(Probabilities p, float[] weights) {
        Logits gradient = Logits.zeros(p.size(), p.classes());
        for (int event = 0; event < p.size(); event++) {
            if (weights[event] != 0) {
                double entropy = p.entropy(event);
                for (int c = 0; c < p.classes(); c++) {
                    double pc = p.at(event, c);
                    double slope = pc == 0 ? 0 : -pc * (Math.log(pc) + entropy);
                    gradient.values()[event * p.classes() + c] = (float) (weights[event] * slope);
                }
            }
        }
        return gradient;
    }
}
