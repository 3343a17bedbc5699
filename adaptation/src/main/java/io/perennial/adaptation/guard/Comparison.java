// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * One event as both models see it.
 *
 * @param adapted class that the adapted model predicts
 * @param source class that the frozen source predicts
 * @param adaptedConfidence probability that the adapted model gives its class
 * @param sourceConfidence probability that the source gives its class
 * @param adaptedEntropy in nats
 * @param sourceEntropy in nats
 */
record Comparison(
        int adapted,
        int source,
        double adaptedConfidence,
        double sourceConfidence,
        double adaptedEntropy,
        double sourceEntropy) {

    static Comparison of(Probabilities adapted, Probabilities source, int event) {
        return new Comparison(
                adapted.label(event),
                source.label(event),
                adapted.confidence(event),
                source.confidence(event),
                adapted.entropy(event),
                source.entropy(event));
    }

    boolean contested() {
        return adapted != source;
    }
}
