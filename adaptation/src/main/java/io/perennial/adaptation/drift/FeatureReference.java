// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.Arrays;

/**
 * The distribution of one feature of the source, and the bins that a stream is counted in: below the smallest value, at
 * it, the intervals (a, b] between every twentieth of the quantiles, and above the largest. Equal quantiles make one cut, so
 * that a value which many events have lies at the closed end of its bin.
 */
public final class FeatureReference {

    /** Intervals where values are all different. PSI then has its usual ten groups of two. */
    static final int INTERVALS = 20;

    static final int GROUPS = 10;

    private static final int SEARCHED = 32;

    /** Beyond so many deviations from the mean a value counts as there: one that is absurd does not make a drift alone. */
    static final double FAR = 32;

    private final String name;
    private final float[] quantiles;
    private final double mean;
    private final double deviation;
    private final float[] cuts;
    private final float[] searched = new float[SEARCHED];
    private final double[] shares;
    private final double[] sums;
    private final int[] groups;
    private final double[] groupShares;
    private final double roughness;
    private final double nearest;
    private final double farthest;

    /**
     * @param quantiles ascending and evenly spaced from the smallest value to the largest, 2 or more; not copied
     * @param deviation 0 for a constant
     */
    public FeatureReference(String name, float[] quantiles, double mean, double deviation) {
        this.name = name;
        this.quantiles = quantiles;
        this.mean = mean;
        this.deviation = deviation;
        cuts = cuts(quantiles);
        Arrays.fill(searched, Float.POSITIVE_INFINITY);
        System.arraycopy(cuts, 0, searched, 0, cuts.length);
        shares = new double[cuts.length + 2];
        sums = new double[shares.length];
        spread();
        groups = new int[shares.length];
        groupShares = group();
        roughness = integral();
        nearest = Math.min(cuts[0], mean - FAR * deviation);
        farthest = Math.max(cuts[cuts.length - 1], mean + FAR * deviation);
    }

    private static float[] cuts(float... quantiles) {
        int last = quantiles.length - 1;
        int intervals = Math.min(INTERVALS, last);
        float[] cuts = new float[intervals + 1];
        int count = 0;
        for (int i = 0; i <= intervals; i++) {
            float cut = quantiles[(int) Math.round((double) i * last / intervals)];
            if (count == 0 || cut > cuts[count - 1]) {
                cuts[count++] = cut;
            }
        }
        return Arrays.copyOf(cuts, count);
    }

    /**
     * Between two neighbouring quantiles lies an equal part of the events, evenly; where one of the two is a value that many
     * events have, half of that part may be its own.
     */
    private void spread() {
        int last = quantiles.length - 1;
        double part = 1.0 / last;
        for (int i = 0; i < last; i++) {
            float low = quantiles[i];
            float high = quantiles[i + 1];
            if (low == high) {
                put(low, part);
                continue;
            }
            boolean manyLow = i > 0 && quantiles[i - 1] == low;
            boolean manyHigh = i + 2 <= last && quantiles[i + 2] == high;
            double between = manyLow && manyHigh ? 0 : manyLow || manyHigh ? part / 2 : part;
            if (manyLow) {
                put(low, part / 2);
            }
            if (manyHigh) {
                put(high, part / 2);
            }
            int bin = bin(high);
            shares[bin] += between;
            sums[bin] += between * ((double) low + high) / 2;
        }
        tails();
    }

    /**
     * Between the outermost two quantiles values are anything but even: there the sum is that of an exponential tail as steep
     * as the quantiles before it show, and the wider tail takes up what is missing for the mean, which is known exactly.
     */
    private void tails() {
        int last = quantiles.length - 1;
        double part = 1.0 / last;
        double low = (double) quantiles[1] - quantiles[0];
        double high = (double) quantiles[last] - quantiles[last - 1];
        if (last < 4) {
            return;
        }
        double steepLow = ((double) quantiles[2] - quantiles[1]) / Math.log(2);
        double steepHigh = ((double) quantiles[last - 1] - quantiles[last - 2]) / Math.log(2);
        double excessLow = Math.min(low / 2, steepLow);
        double excessHigh = Math.min(high / 2, steepHigh);
        double sum = Arrays.stream(sums).sum() + part * (low / 2 - excessLow) - part * (high / 2 - excessHigh);
        double missing = (mean - sum) / part;
        if (low > high) {
            excessLow = Math.max(0, Math.min(low, excessLow - missing));
        } else {
            excessHigh = Math.max(0, Math.min(high, excessHigh + missing));
        }
        sums[bin(quantiles[1])] += part * (low / 2 - excessLow);
        sums[bin(quantiles[last])] -= part * (high / 2 - excessHigh);
    }

    private void put(float value, double share) {
        int bin = bin(value);
        shares[bin] += share;
        sums[bin] += share * value;
    }

    /** Neighbouring bins of about a tenth together; a value with a twentieth of all events or more begins a group of its own. */
    private double[] group() {
        if (cuts.length == 1) {
            groups[1] = 1;
            groups[2] = 2;
            return new double[] {0, 1, 0};
        }
        double[] all = new double[shares.length];
        double twentieth = 1.0 / INTERVALS;
        int group = 0;
        double filled = 0;
        double next = 1.0 / GROUPS;
        for (int bin = 1; bin < shares.length - 1; bin++) {
            boolean heavy = shares[bin] > 1.5 * twentieth || bin == 1 && shares[bin] > twentieth / 2;
            if (heavy && all[group] > 0) {
                group++;
            }
            groups[bin] = group;
            all[group] += shares[bin];
            filled += shares[bin];
            if (filled >= next - 1e-9 && bin < shares.length - 2) {
                group++;
                next = (Math.floor(filled * GROUPS + 1e-9) + 1) / GROUPS;
            }
        }
        group = all[group] > 0 ? group : group - 1;
        groups[shares.length - 1] = group;
        return Arrays.copyOf(all, group + 1);
    }

    /** Integral of sqrt(F (1 - F)) in deviations: 0.8 times this over sqrt(n) is what chance does to a distance. */
    private double integral() {
        double sum = 0;
        int last = quantiles.length - 1;
        for (int i = 0; i < last; i++) {
            double share = (i + 0.5) / last;
            sum += Math.sqrt(share * (1 - share)) * ((double) quantiles[i + 1] - quantiles[i]);
        }
        return deviation > 0 ? sum / deviation : 0;
    }

    /** The bin of a finite value. */
    int bin(float value) {
        if (value < cuts[0]) {
            return 0;
        }
        // Without a branch, since nobody can guess which way a value goes, and without a loop: at most 31 cuts, padded.
        float[] at = searched;
        int below = at[15] < value ? 16 : 0;
        below += at[below + 7] < value ? 8 : 0;
        below += at[below + 3] < value ? 4 : 0;
        below += at[below + 1] < value ? 2 : 0;
        below += at[below] < value ? 1 : 0;
        return below + 1;
    }

    int bins() {
        return shares.length;
    }

    float cut(int i) {
        return cuts[i];
    }

    int cuts() {
        return cuts.length;
    }

    /** Of the source's events in a bin. */
    double share(int bin) {
        return shares[bin];
    }

    /** Of the values of the source's events in a bin, over the number of all events. */
    double sum(int bin) {
        return sums[bin];
    }

    int group(int bin) {
        return groups[bin];
    }

    int groups() {
        return groupShares.length;
    }

    double groupShare(int group) {
        return groupShares[group];
    }

    double roughness() {
        return roughness;
    }

    /** What a value counts as in sums. */
    double near(float value) {
        return value > farthest ? farthest : value < nearest ? nearest : value;
    }

    public String name() {
        return name;
    }

    double mean() {
        return mean;
    }

    double deviation() {
        return deviation;
    }

    /** Whether no value is one that many events have, so that a window of one value alone is no chance. */
    boolean continuous() {
        return cuts.length == INTERVALS + 1;
    }

    /** Evenly spaced from the smallest value to the largest. */
    float[] quantiles() {
        return quantiles;
    }
}
