// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.ration;

import java.util.Locale;

/** Why the level changed. */
public enum RationReason {
    /** Predictions come late. */
    LATE,
    /** A batch took so long that the next poll of the consumer was in danger. */
    LONG_BATCH,
    /** Predictions have been in time for a while: more is tried again. */
    CAUGHT_UP;

    /** As it is published, such as {@code long-batch}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
