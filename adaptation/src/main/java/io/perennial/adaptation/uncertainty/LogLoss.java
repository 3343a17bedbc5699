// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import io.perennial.adaptation.network.Logits;

/** Negative log-likelihood of the label, mean over events, in nats. */
public final class LogLoss {

    private double sum;
    private long events;

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
        sum += highest + Math.log(total) - logits.at(event, label);
        events++;
    }

    /** The same where only the probabilities are left: at most 87.3 nats, since float32 goes no lower. */
    public void add(Probabilities predicted, int event, int label) {
        sum -= Math.log(Math.max(predicted.at(event, label), Float.MIN_NORMAL));
        events++;
    }

    /** Everything that the other was given. */
    public void add(LogLoss other) {
        sum += other.sum;
        events += other.events;
    }

    /** NaN where nothing was added. */
    public double mean() {
        return sum / events;
    }

    /** 2 values, for {@link #load}. */
    public double[] save() {
        return new double[] {sum, events};
    }

    /** What {@link #save} gave. */
    public void load(double... state) {
        sum = state[0];
        events = (long) state[1];
    }
}
