// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.Locale;

/** How much of a drift there is; in ascending order. */
public enum Severity {
    NONE,
    NOTICE,
    WARNING,
    CRITICAL;

    /** As it is written. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Severity most(Severity a, Severity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static Severity least(Severity a, Severity b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
