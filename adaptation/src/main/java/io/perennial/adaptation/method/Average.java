// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.List;

/**
 * An exponential average that forgets by events: after {@code horizon} of them the older ones weigh 1/e. It is unbiased
 * from the first event on, and float32 is its whole state, so that a saved one goes on bit for bit.
 */
public final class Average {

    private final float rate;
    private float sum;
    private float weight;

    /** @param horizon in events */
    public Average(int horizon) {
        rate = (float) -Math.expm1(-1.0 / horizon);
    }

    /** One event. */
    public void add(double value) {
        sum += (float) (value - sum) * rate;
        weight += (1 - weight) * rate;
    }

    /** 0 before the first event. */
    public double value() {
        return weight == 0 ? 0 : (double) sum / weight;
    }

    /** From 0 towards 1: 1 - exp(-events / horizon). */
    public double weight() {
        return weight;
    }

    /** As if that had been the value for ever. */
    public void set(double value) {
        sum = (float) value;
        weight = 1;
    }

    /** Two values of each. */
    public static float[] save(List<Average> averages) {
        float[] state = new float[2 * averages.size()];
        for (int i = 0; i < averages.size(); i++) {
            state[2 * i] = averages.get(i).sum;
            state[2 * i + 1] = averages.get(i).weight;
        }
        return state;
    }

    /** What {@link #save} gave. */
    public static void load(List<Average> averages, float... state) {
        for (int i = 0; i < averages.size(); i++) {
            averages.get(i).sum = state[2 * i];
            averages.get(i).weight = state[2 * i + 1];
        }
    }

    /** {@link #effective(double...)} of what these are. */
    public static double effective(List<Average> shares) {
        return effective(shares.stream().mapToDouble(Average::value).toArray());
    }

    /** Effective number of things with these shares: exp of their entropy. */
    static double effective(double... shares) {
        double entropy = 0;
        for (double p : shares) {
            entropy -= p > 0 ? p * Math.log(p) : 0;
        }
        return Math.exp(entropy);
    }
}
