// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/**
 * Prediction sets as a model is shipped with: split conformal (Vovk et al., 2005) on events of its own domain that it was
 * not trained on. They hold their level as long as the stream is like those events, and no longer.
 */
public final class FixedSets {

    private FixedSets() {}

    /**
     * The threshold of the sets: a class belongs to one if 1 less its probability is not above this.
     *
     * @param events that scores were taken of
     * @param ascending their scores: all of them, or fewer, evenly spaced from the smallest to the largest
     * @param level share of events whose set holds the truth
     * @return infinite where the events are too few for the level
     */
    public static float threshold(int events, float[] ascending, double level) {
        if (ascending.length == events) {
            return AdaptiveSets.quantile(ascending, events, level);
        }
        double rank = Math.ceil((events + 1.0) * level - 1e-9);
        if (rank > events) {
            return Float.POSITIVE_INFINITY;
        }
        double place = Math.max(0, rank - 1) / (events - 1) * (ascending.length - 1);
        return ascending[(int) Math.ceil(place)]; // rather a set too large
    }
}
