// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;

/**
 * Confidence against accuracy in 15 bins of equal width, and their expected difference (Guo et al., "On Calibration of
 * Modern Neural Networks", ICML 2017). A bin holds the confidences above its lower and up to its upper edge.
 */
final class Calibration {

    static final int BINS = 15;

    /**
     * One bar of a reliability diagram.
     *
     * @param events how many; the means are NaN where there are none
     */
    record Bin(long events, double confidence, double accuracy) {}

    private final long[] events = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] confidence = new double[BINS];

    void add(Probabilities predicted, int event, int label) {
        int guess = predicted.label(event);
        double sure = predicted.at(event, guess);
        int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(sure * BINS) - 1));
        events[bin]++;
        confidence[bin] += sure;
        right[bin] += guess == label ? 1 : 0;
    }

    /** Mean over events of |accuracy - confidence| of their bin; NaN where nothing was added. */
    double expectedError() {
        double sum = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(right[bin] - confidence[bin]);
            all += events[bin];
        }
        return sum / all;
    }

    List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new Bin(events[bin], confidence[bin] / events[bin], (double) right[bin] / events[bin]));
        }
        return bins;
    }
}
