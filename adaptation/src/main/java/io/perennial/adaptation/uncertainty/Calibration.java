// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.uncertainty;

import java.util.ArrayList;
import java.util.List;

/**
 * Confidence against accuracy in 15 bins of equal width, and their expected difference (Guo et al., "On Calibration of
 * Modern Neural Networks", ICML 2017). A bin holds the confidences above its lower and up to its upper edge.
 */
public final class Calibration {

    /** How many bins. */
    public static final int BINS = 15;

    /**
     * One bar of a reliability diagram.
     *
     * @param events how many; the means are NaN where there are none
     */
    public record Bin(long events, double confidence, double accuracy) {}

    private final long[] events = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] confidence = new double[BINS];

    /** One event, and the class that it had. */
    public void add(Probabilities predicted, int event, int label) {
        int guess = predicted.label(event);
        double sure = predicted.at(event, guess);
        int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(sure * BINS) - 1));
        events[bin]++;
        confidence[bin] += sure;
        right[bin] += guess == label ? 1 : 0;
    }

    /** Everything that the other was given. */
    public void add(Calibration other) {
        for (int bin = 0; bin < BINS; bin++) {
            events[bin] += other.events[bin];
            right[bin] += other.right[bin];
            confidence[bin] += other.confidence[bin];
        }
    }

    /** Mean over events of |accuracy - confidence| of their bin; NaN where nothing was added. */
    public double expectedError() {
        double sum = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(right[bin] - confidence[bin]);
            all += events[bin];
        }
        return sum / all;
    }

    /** Mean confidence less accuracy, over all bins: above 0 for a model that is too sure; NaN where nothing was added. */
    public double overconfidence() {
        double sum = 0;
        long all = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += confidence[bin] - right[bin];
            all += events[bin];
        }
        return sum / all;
    }

    /** All of them, by confidence. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new Bin(events[bin], confidence[bin] / events[bin], (double) right[bin] / events[bin]));
        }
        return bins;
    }

    /** Three values of each bin, for {@link #load}. */
    public double[] save() {
        double[] state = new double[3 * BINS];
        for (int bin = 0; bin < BINS; bin++) {
            state[3 * bin] = events[bin];
            state[3 * bin + 1] = right[bin];
            state[3 * bin + 2] = confidence[bin];
        }
        return state;
    }

    /** What {@link #save} gave. */
    public void load(double... state) {
        for (int bin = 0; bin < BINS; bin++) {
            events[bin] = (long) state[3 * bin];
            right[bin] = (long) state[3 * bin + 1];
            confidence[bin] = state[3 * bin + 2];
        }
    }
}
