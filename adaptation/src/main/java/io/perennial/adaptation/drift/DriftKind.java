// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.Locale;

/** What drifts. */
public enum DriftKind {
    /** The features are distributed otherwise than the source's. */
    INPUT,
    /** The predicted classes, the confidence or the entropy are others. */
    PREDICTION,
    /** The weights went far from the source. */
    PARAMETER,
    /** The events are not what was agreed: refused, rescaled, swapped, stuck. */
    CONTRACT;

    /** As it is written. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
