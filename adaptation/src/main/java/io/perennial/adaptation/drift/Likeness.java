// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/**
 * How well some values look like a reference after a x + b: the mean distance of the quantiles from 5 to 95 %, in units of the
 * width of what they should look like. The tails say little of few values, and much of outliers.
 */
final class Likeness {

    private static final int LEVELS = 19;
    /** Of a normal distribution from 10 to 90 %, in deviations. */
    private static final double WIDTH = 2.563;

    private final double[] quantiles = new double[LEVELS];
    private final double width;

    /** @param reader brings quantiles to raw units */
    Likeness(FeatureReference reference, FeatureReader reader, int feature) {
        for (int i = 0; i < LEVELS; i++) {
            quantiles[i] = reader.raw(feature, at(reference.quantiles(), i));
        }
        width = (quantiles[17] - quantiles[1]) / WIDTH;
    }

    /** Whether there is a width to measure in. */
    boolean known() {
        return width > 0;
    }

    /** The quantiles of values that are as many as there are levels here. */
    static double[] levels(float... sorted) {
        double[] levels = new double[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            levels[i] = at(sorted, i);
        }
        return levels;
    }

    private static double at(float[] sorted, int level) {
        return sorted[(int) Math.round((level + 1) / (LEVELS + 1.0) * (sorted.length - 1))];
    }

    /** From what these would be after a x + b, in its units. */
    double distance(double[] values, double a, double b) {
        double sum = 0;
        for (int i = 0; i < LEVELS; i++) {
            double q = quantiles[a > 0 ? i : LEVELS - 1 - i];
            sum += Math.abs(values[i] - (a * q + b));
        }
        return sum / LEVELS / (Math.abs(a) * width);
    }

    /** From what these are, in the smaller of both units. */
    double distance(double[] values, double a) {
        return distance(values, 1, 0) / Math.min(1, Math.abs(a));
    }
}
