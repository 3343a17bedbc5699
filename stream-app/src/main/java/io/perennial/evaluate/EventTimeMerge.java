// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.record.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Brings the events of several partitions into one order: by event time, as long as no partition's own order breaks. */
final class EventTimeMerge {

    /** How far one partition has been taken. */
    private static final class Cursor {

        private final List<Event> events;
        private int next;

        private Cursor(List<Event> events) {
            this.events = events;
        }

        private Event head() {
            return events.get(next);
        }
    }

    private EventTimeMerge() {}

    /** @param partitions each in the order of its offsets; among equal times the lower partition comes first */
    static List<Event> of(Collection<List<Event>> partitions) {
        PriorityQueue<Cursor> heads = new PriorityQueue<>(Comparator.comparingLong(
                        (Cursor cursor) -> cursor.head().origin().timestamp())
                .thenComparingInt(cursor -> cursor.head().origin().partition()));
        partitions.stream().filter(events -> !events.isEmpty()).map(Cursor::new).forEach(heads::add);
        List<Event> merged = new ArrayList<>();
        while (!heads.isEmpty()) {
            Cursor first = heads.poll();
            merged.add(first.head());
            if (++first.next < first.events.size()) {
                heads.add(first);
            }
        }
        return merged;
    }
}
