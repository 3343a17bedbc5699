// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

/** Squared error of the probabilities: sum over classes, mean over events (Brier, 1950); from 0 to 2. */
public final class BrierScore {

    private final Mean mean = new Mean();

    /** One event, and the class that it had. */
    public void add(Probabilities predicted, int event, int label) {
        double sum = 0;
        for (int c = 0; c < predicted.classes(); c++) {
            double miss = (double) predicted.at(event, c) - (c == label ? 1 : 0);
            sum += miss * miss;
        }
        mean.add(sum);
    }

    /** Everything that the other was given. */
    public void add(BrierScore other) {
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
