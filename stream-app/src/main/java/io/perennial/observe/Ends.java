// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.perennial.adaptation.ration.Arrivals;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When the events of the partitions of this process arrived, by looks at the broker. Thread-safe. */
public final class Ends {

    /** Looks within the lateness that matters: as many as it takes to tell its levels apart. */
    private static final int LOOKS = 10;

    private final Map<Integer, Arrivals> partitions = new ConcurrentHashMap<>();
    private final Duration horizon;
    private final Duration every;

    /** @param lateness of which it matters whether it is reached */
    public Ends(Duration lateness) {
        horizon = lateness.multipliedBy(2);
        every = lateness.dividedBy(LOOKS);
    }

    /** Between two looks, at most as long as between two of the {@link LagProbe}'s own. */
    Duration every() {
        return every.compareTo(LagProbe.EVERY) < 0 ? every : LagProbe.EVERY;
    }

    /**
     * The broker has told the ends; of a partition that is not among them nothing is remembered.
     *
     * @param ends by partition
     * @param now in nanoseconds, of the same clock as whoever asks uses
     */
    public void look(Map<Integer, Long> ends, long now) {
        partitions.keySet().retainAll(ends.keySet());
        ends.forEach((partition, end) -> partitions
                .computeIfAbsent(partition, p -> new Arrivals(horizon))
                .look(end, now));
    }

    /** Of the events of a partition; null while nothing is known of it. */
    public Arrivals arrivals(int partition) {
        return partitions.get(partition);
    }
}
