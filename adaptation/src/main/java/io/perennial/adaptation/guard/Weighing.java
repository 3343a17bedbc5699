// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.util.Arrays;
import java.util.Objects;

/**
 * A batch as evidence.
 *
 * @param after the evidence with the batch in it
 * @param against for each event what was held against the adapted model when it had come, null for nothing
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Weighing(Evidence after, Reason[] against) {

    /** Whether the adapted model's prediction of this batch may be published. */
    boolean publishable() {
        long bad = Arrays.stream(against).filter(Objects::nonNull).count();
        return 2 * bad <= against.length && finite();
    }

    /** Whether every prediction that the source could make, the adapted model could make too. */
    boolean finite() {
        return Arrays.stream(against).noneMatch(reason -> reason == Reason.NON_FINITE);
    }

    boolean spotless() {
        return Arrays.stream(against).allMatch(Objects::isNull);
    }
}
