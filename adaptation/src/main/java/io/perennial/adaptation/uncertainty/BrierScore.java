// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

/** Squared error of the probabilities: sum over classes, mean over events (Brier, 1950); from 0 to 2. */
public final class BrierScore {

    private double sum;
    private long events;

    /** One event, and the class that it had. */
    public void add(Probabilities predicted, int event, int label) {
        for (int c = 0; c < predicted.classes(); c++) {
            double miss = (double) predicted.at(event, c) - (c == label ? 1 : 0);
            sum += miss * miss;
        }
        events++;
    }

    /** Everything that the other was given. */
    public void add(BrierScore other) {
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
