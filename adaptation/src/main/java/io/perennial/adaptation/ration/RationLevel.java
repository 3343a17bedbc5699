// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import java.util.ArrayList;
import java.util.List;

/**
 * How much of the adaptation is done, from all of it to none. Views go first: they cost the most and the weights learn
 * without them; then steps.
 */
public enum RationLevel {
    FULL("full", 1, 1),
    HALF_VIEWS("half-views", 2, 1),
    QUARTER_VIEWS("quarter-views", 4, 1),
    NO_VIEWS("no-views", 0, 1),
    EVERY_2("every-2", 0, 2),
    EVERY_4("every-4", 0, 4),
    EVERY_8("every-8", 0, 8),
    EVERY_16("every-16", 0, 16),
    NONE("none", 0, 0);

    private final String tag;
    /** Divisor of the views; 0 for none of them. */
    private final int viewShare;

    private final int every;

    RationLevel(String tag, int viewShare, int every) {
        this.tag = tag;
        this.viewShare = viewShare;
        this.every = every;
    }

    /** As it is published, such as {@code half-views}. */
    public String tag() {
        return tag;
    }

    /** Views that a prediction averages at most. */
    int views(int most) {
        if (this == FULL) {
            return Integer.MAX_VALUE;
        }
        return viewShare == 0 ? 0 : most / viewShare;
    }

    /** Of so many batches one is learned from; 0 for none. */
    int every() {
        return every;
    }

    /** The levels that differ for a method that averages so many views, in order, {@link #FULL} first. */
    static List<RationLevel> ladder(int most) {
        List<RationLevel> ladder = new ArrayList<>();
        for (RationLevel level : values()) {
            boolean steps = level == FULL || level.every != 1;
            boolean fewer = level == NO_VIEWS ? most > 0 : level.views(most) > 0;
            if (steps || fewer) {
                ladder.add(level);
            }
        }
        return List.copyOf(ladder);
    }
}
