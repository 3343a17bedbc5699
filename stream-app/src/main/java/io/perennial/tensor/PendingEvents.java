// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The events of the batch that is being filled: in memory for speed, and in a changelogged store keyed by a running
 * number, so that another instance can continue the very same batch.
 */
final class PendingEvents {

    private final KeyValueStore<Long, byte[]> store;
    private final List<Event> events = new ArrayList<>();
    private long first;
    private long next;
    private long oldestArrival;

    /** Takes up what a predecessor left. */
    PendingEvents(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                WaitingEvent waiting = WaitingEvent.decode(entry.value);
                if (events.isEmpty()) {
                    first = entry.key;
                    oldestArrival = waiting.arrival();
                }
                events.add(waiting.event());
                next = entry.key + 1;
            });
        }
    }

    void add(Event event, long now) {
        if (events.isEmpty()) {
            first = next;
            oldestArrival = now;
        }
        store.put(next++, new WaitingEvent(event, now).encode());
        events.add(event);
    }

    int size() {
        return events.size();
    }

    /** Milliseconds since the oldest event arrived; 0 where none waits. */
    long age(long now) {
        return events.isEmpty() ? 0 : now - oldestArrival;
    }

    /** Empties the batch, here and in the store. */
    List<Event> drain() {
        for (long number = first; number < next; number++) {
            store.delete(number);
        }
        List<Event> drained = List.copyOf(events);
        events.clear();
        return drained;
    }
}
