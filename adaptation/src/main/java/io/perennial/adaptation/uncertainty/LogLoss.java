// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import io.perennial.adaptation.network.Logits;

/** Negative log-likelihood of the label, mean over events, in nats. */
public final class LogLoss {

    private final Mean mean = new Mean();

    /** One event, and the class that it had; from the logits, so that it never saturates. */
    public void add(Logits logits, int event, int label) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.classes(); c++) {
            highest = Math.max(highest, logits.at(event, c));
        }
        double total = 0;
        for (int c = 0; c < logits.classes(); c++) {
            total += Math.exp(logits.at(event, c) - highest);
        }
        mean.add(highest + Math.log(total) - logits.at(event, label));
    }

    /** The same where only the probabilities are left: at most 87.3 nats, since float32 goes no lower. */
    public void add(Probabilities predicted, int event, int label) {
        mean.add(-Math.log(Math.max(predicted.at(event, label), Float.MIN_NORMAL)));
    }

    /** Everything that the other was given. */
    public void add(LogLoss other) {
        mean.add(other.mean);
    }

    /** NaN where nothing was added. */
    public double mean() {
        return mean.value();
    }

    /** 2 values, for {@link #load}. */
    public double[] save() {
        return mean.save();
    }

    /** What {@link #save} gave. */
    public void load(double... state) {
        mean.load(state);
    }
}
