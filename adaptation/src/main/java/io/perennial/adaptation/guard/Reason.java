// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.util.Locale;

/** Why the guard changed its state. */
public enum Reason {
    /** A prediction, a loss that was learned from, or a distance is not finite. */
    NON_FINITE,
    /** The adapted model predicts far fewer classes than the source does on the same events. */
    COLLAPSE,
    /** Predictions keep less of the order in which the events come than the source's do. */
    LOST_ORDER,
    /** Both disagree more than their doubts explain, and the adapted model is the less credible one. */
    DISAGREEMENT,
    /** The adapted model became certain while the source did not. */
    SUDDEN_CERTAINTY,
    /** A step carried the weights away much further than steps do. */
    DISTANCE_JUMP,
    /** It has been open for long enough to try again. */
    WAITED,
    /** The trial went well. */
    PROVEN;

    /** As it is published, such as {@code sudden-certainty}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
