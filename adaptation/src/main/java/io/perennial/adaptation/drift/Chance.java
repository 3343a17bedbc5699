// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/** What sampling alone does to a figure, so that a stream that stands still raises nothing. */
final class Chance {

    /**
     * Probability of one false alarm over all figures of a window. With windows of 500 events at 1,000 events a second a
     * false alarm is expected once in six days for each kind.
     */
    private static final double FALSE_ALARM = 1e-6;

    private Chance() {}

    /** One event of a sample of n against one of m. */
    static double of(double n, double m) {
        return 1 / n + 1 / m;
    }

    /** How many deviations a normal figure must be out when the largest of so many is looked at. */
    static double deviations(int figures) {
        double log = Math.log(Math.max(1, figures) / FALSE_ALARM);
        return Math.sqrt(2 * log - Math.log(4 * Math.PI * log)); // the tail's first term; 0.02 short at 1e-8
    }

    /** Quantile of the chi-square distribution (Wilson and Hilferty, 1931). */
    static double chiSquare(int freedom, double deviations) {
        double part = 2.0 / (9 * freedom);
        double root = 1 - part + deviations * Math.sqrt(part);
        return freedom * root * root * root;
    }
}
