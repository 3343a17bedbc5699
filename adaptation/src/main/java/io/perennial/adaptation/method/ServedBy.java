// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Locale;

/** Whose prediction is published. */
public enum ServedBy {
    /** The method's, with what it has learned. */
    ADAPTED,
    /** The method's with its last healthy weights, while it must not learn. */
    CHECKPOINT,
    /** The frozen source's. */
    SOURCE;

    /** As it is published, such as {@code source}. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
