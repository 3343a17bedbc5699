// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Arrays;
import java.util.Map;

/**
 * Notices that a stream has changed by the source's mean confidence in its batches: a two-sided CUSUM (Page, "Continuous
 * Inspection Schemes", Biometrika 1954) in standard deviations of the first batches after the last change, with the
 * usual slack of 1/2. With known moments the threshold of 10 gives one false alarm in about 70,000 independent normal
 * batches (Siegmund's approximation); estimated ones make it sooner.
 */
final class ConfidenceShift {

    /** Batches whose mean and deviation are the reference. */
    static final int REFERENCE = 20;

    private static final double SLACK = 0.5;
    private static final double THRESHOLD = 10;

    /** Smaller deviations are those of a source that is always sure, not of a quiet stream. */
    private static final double LEAST_DEVIATION = 0.005;

    private static final String NAME = "confidence-shift";

    /** Count, mean, squares, sum upwards, sum downwards: float32 as they are saved, so that a successor does the same. */
    private final float[] known = new float[5];

    /** Whether the stream has changed with this batch; then what comes next is the new reference. */
    boolean isChange(double confidence) {
        if (!Double.isFinite(confidence)) {
            return false; // one would stay in the sums for ever
        }
        if (known[0] < REFERENCE) {
            known[0]++;
            double away = confidence - known[1];
            known[1] += (float) (away / known[0]);
            known[2] += (float) (away * (confidence - known[1]));
            return false;
        }
        double deviation = Math.max(LEAST_DEVIATION, Math.sqrt(known[2] / (REFERENCE - 1)));
        double standard = (confidence - known[1]) / deviation;
        known[3] = (float) Math.max(0, known[3] + standard - SLACK);
        known[4] = (float) Math.max(0, known[4] - standard - SLACK);
        boolean changed = Math.max(known[3], known[4]) > THRESHOLD;
        if (changed) {
            Arrays.fill(known, 0);
        }
        return changed;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, known.clone());
    }

    void load(LearnedState state) {
        System.arraycopy(state.array(NAME, known.length), 0, known, 0, known.length);
    }
}
