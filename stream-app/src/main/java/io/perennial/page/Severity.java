// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import java.util.Locale;

/** How bad drift is, in order. */
enum Severity {
    NONE,
    NOTICE,
    WARNING,
    CRITICAL;

    /** Of the gauge {@code perennial.adapt.drift.severity}. */
    static Severity of(double gauge) {
        return values()[(int) Math.max(0, Math.min(CRITICAL.ordinal(), Math.round(gauge)))];
    }

    /** As on the drift topic. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is not known is taken for a warning. */
    static Severity of(String text) {
        for (Severity severity : values()) {
            if (severity.name().equalsIgnoreCase(text)) {
                return severity;
            }
        }
        return WARNING;
    }
}
