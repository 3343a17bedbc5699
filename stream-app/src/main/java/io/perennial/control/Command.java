// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import java.util.Locale;
import java.util.Optional;

/**
 * What somebody asks of every partition, or of one.
 *
 * @param id unique; the key of its record
 * @param partition of the input; empty for all
 * @param to where a rollback goes: a checkpoint's version, {@code step:N} for the newest one at or before a step, or {@code
 *     time:INSTANT} for the newest one made at or before a moment; the new version of a promotion; null for every other kind
 * @param by who asks
 * @param time when, ISO-8601 in UTC
 */
public record Command(String id, Kind kind, Optional<Integer> partition, String to, String by, String time) {

    /** What can be asked. */
    public enum Kind {
        /** Predicts on, without learning. */
        PAUSE,
        /** Learns again. */
        RESUME,
        /** Goes back to the source. */
        RESET,
        /** Goes back to a checkpoint. */
        ROLLBACK,
        /** Makes what one partition has learned a new version of the bundle. */
        PROMOTE;

        /** As it is written. */
        public String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether a partition is meant. */
    public boolean isFor(int input) {
        return partition.isEmpty() || partition.get() == input;
    }
}
