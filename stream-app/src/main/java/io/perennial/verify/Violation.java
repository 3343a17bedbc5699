// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import java.util.Locale;

/**
 * Something that must not be.
 *
 * @param near offset of the event that it is about, or of the last one before it
 * @param what for the reader, with the places of the records
 */
public record Violation(Kind kind, int partition, long near, String what) {

    /** What is wrong. */
    public enum Kind {
        /** An event has no outcome, and a later one has. */
        LOST,
        /** An event has more than one outcome. */
        DUPLICATED,
        /** An outcome belongs to no event. */
        UNKNOWN,
        /** Key, headers, time or, of a dead letter, the value are not the event's. */
        CHANGED,
        /** Outcomes came in another order than their events. */
        OUT_OF_ORDER,
        /** Weights of an earlier step answered after later ones, and nobody had asked for it. */
        WENT_BACK,
        /** The weights do not follow from the events that were answered before them. */
        UNLINKED;

        /** For tables and JSON. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
