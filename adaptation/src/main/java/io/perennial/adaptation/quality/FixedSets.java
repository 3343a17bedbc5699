// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import java.util.List;

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
    public static float threshold(int events, List<Float> ascending, double level) {
        double rank = AdaptiveSets.rank(events, level);
        if (rank < 1) {
            return Float.NEGATIVE_INFINITY;
        }
        if (rank > events) {
            return Float.POSITIVE_INFINITY;
        }
        boolean all = ascending.size() == events;
        double place = all ? rank - 1 : (rank - 1) / (events - 1) * (ascending.size() - 1);
        return ascending.get((int) Math.ceil(place)); // rather a set too large
    }
}
