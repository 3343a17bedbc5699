// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.util.List;

/**
 * An exponential average that forgets by events: after {@code horizon} of them the older ones weigh 1/e. It is unbiased
 * from the first event on, and float32 is its whole state, so that a saved one goes on bit for bit.
 */
final class Average {

    private final float rate;
    private float sum;
    private float weight;

    /** @param horizon in events */
    Average(int horizon) {
        rate = (float) -Math.expm1(-1.0 / horizon);
    }

    void add(double value) {
        sum += (float) (value - sum) * rate;
        weight += (1 - weight) * rate;
    }

    /** 0 before the first event. */
    double value() {
        return weight == 0 ? 0 : (double) sum / weight;
    }

    /** From 0 towards 1: 1 - exp(-events / horizon). */
    double weight() {
        return weight;
    }

    void set(double value) {
        sum = (float) value;
        weight = 1;
    }

    /** Two values of each. */
    static float[] save(List<Average> averages) {
        float[] state = new float[2 * averages.size()];
        for (int i = 0; i < averages.size(); i++) {
            state[2 * i] = averages.get(i).sum;
            state[2 * i + 1] = averages.get(i).weight;
        }
        return state;
    }

    static void load(List<Average> averages, float... state) {
        for (int i = 0; i < averages.size(); i++) {
            averages.get(i).sum = state[2 * i];
            averages.get(i).weight = state[2 * i + 1];
        }
    }
}
