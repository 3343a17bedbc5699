// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.util.Locale;

/** What the guard lets a method do. */
public enum GuardState {
    /** The method learns and its predictions are published. */
    CLOSED,
    /** The method only predicts, with its last healthy weights; the source's predictions are published. */
    OPEN,
    /** The method learns on trial; the source's predictions are published. */
    HALF_OPEN;

    /** As it is published, such as {@code half-open}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
