// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.uncertainty.Probabilities;

/** Squared error of the probabilities: sum over classes, mean over events (Brier, 1950); from 0 to 2. */
final class BrierScore {

    private double sum;
    private long events;

    void add(Probabilities predicted, int event, int label) {
        for (int c = 0; c < predicted.classes(); c++) {
            double miss = predicted.at(event, c) - (c == label ? 1 : 0);
            sum += miss * miss;
        }
        events++;
    }

    /** NaN where nothing was added. */
    double mean() {
        return sum / events;
    }
}
