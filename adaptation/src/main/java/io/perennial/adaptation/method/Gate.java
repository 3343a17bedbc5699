// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.stream.IntStream;

/** For which events the teacher averages over views (petal.md step 4). */
public enum Gate {
    /** For all where the anchor's mean confidence is below tau, otherwise for none; as published. */
    BATCH {
        @Override
        int[] unsure(Probabilities anchor, double threshold) {
            return anchor.meanConfidence() < threshold
                    ? IntStream.range(0, anchor.size()).toArray()
                    : new int[0];
        }
    },

    /** For those where the anchor's own confidence is below tau. */
    EVENT {
        @Override
        int[] unsure(Probabilities anchor, double threshold) {
            return EventWeights.where(anchor.size(), event -> anchor.confidence(event) < threshold);
        }
    };

    abstract int[] unsure(Probabilities anchor, double threshold);
}
