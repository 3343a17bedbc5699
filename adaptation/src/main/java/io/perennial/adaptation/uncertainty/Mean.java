// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

/** A mean of what was added, which can be added to others, saved and loaded. */
final class Mean {

    private double sum;
    private long events;

    void add(double value) {
        sum += value;
        events++;
    }

    void add(Mean other) {
        sum += other.sum;
        events += other.events;
    }

    /** NaN where nothing was added. */
    double value() {
        return sum / events;
    }

    double[] save() {
        return new double[] {sum, events};
    }

    void load(double... state) {
        sum = state[0];
        events = (long) state[1];
    }
}
