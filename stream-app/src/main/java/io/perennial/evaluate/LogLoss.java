// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.network.Logits;

/** Negative log-likelihood of the label, mean over events, in nats; from the logits, so that it never saturates. */
final class LogLoss {

    private double sum;
    private long events;

    void add(Logits logits, int event, int label) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.classes(); c++) {
            highest = Math.max(highest, logits.at(event, c));
        }
        double total = 0;
        for (int c = 0; c < logits.classes(); c++) {
            total += Math.exp(logits.at(event, c) - highest);
        }
        sum += highest + Math.log(total) - logits.at(event, label);
        events++;
    }

    /** NaN where nothing was added. */
    double mean() {
        return sum / events;
    }
}
