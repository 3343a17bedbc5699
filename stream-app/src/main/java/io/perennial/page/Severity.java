// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

/** How bad drift is, in order. */
enum Severity {
    NONE,
    NOTICE,
    WARNING,
    CRITICAL;

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
