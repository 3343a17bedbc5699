// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/** Times between predictions and their labels, in steps of a quarter of an octave: a median is right within a tenth. */
final class Delays {

    private static final int PER_OCTAVE = 4;

    /** Up to 2^40 ms, 35 years. */
    private static final int STEPS = 40 * PER_OCTAVE;

    private final long[] counts = new long[STEPS + 1];

    /** @param millis 0 or less for a label that came first */
    void add(long millis) {
        counts[step(millis)]++;
    }

    private static int step(long millis) {
        if (millis < 1) {
            return 0;
        }
        return Math.min(STEPS, 1 + (int) Math.round(PER_OCTAVE * Math.log(millis) / Math.log(2)));
    }

    void add(Delays other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** In milliseconds; NaN without any. */
    double median() {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (all > 0 && 2 * seen >= all) {
                return i == 0 ? 0 : Math.round(Math.pow(2, (i - 1.0) / PER_OCTAVE));
            }
        }
        return Double.NaN;
    }

    int length() {
        return counts.length;
    }

    void save(double[] into, int from) {
        for (int i = 0; i < counts.length; i++) {
            into[from + i] = counts[i];
        }
    }

    void load(double[] state, int from) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (long) state[from + i];
        }
    }
}
