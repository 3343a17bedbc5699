// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.record.Event;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The events of the batch that is being filled, and of those that wait to be learned from: in memory for speed, and in a
 * changelogged store keyed by a running number, so that another instance can continue the very same batch.
 */
final class PendingEvents {

    /** Where the store says that its events have been answered; no number of an event. */
    private static final long ANSWERED = -1;

    /** Releases that know of no such entry take it for an event of a later format, and refuse the store. */
    private static final byte[] YES = {2};

    private final KeyValueStore<Long, byte[]> store;
    private final List<Numbered> waiting = new ArrayList<>();
    private boolean answered;
    private long next;
    private long oldestArrival;

    /** Numbers rise and may have gaps, where a batch between others was removed. */
    private record Numbered(long number, Event event) {}

    /**
     * Events that were taken and still wait in the store.
     *
     * @param from number of the first one
     * @param to number behind the last one
     */
    record Taken(List<Event> events, long from, long to) {}

    /** Takes up what a predecessor left. */
    PendingEvents(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        answered = store.get(ANSWERED) != null;
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.key == ANSWERED) {
                    return;
                }
                WaitingEvent left = WaitingEvent.decode(entry.value);
                if (waiting.isEmpty()) {
                    oldestArrival = left.arrival();
                }
                waiting.add(new Numbered(entry.key, left.event()));
                next = entry.key + 1;
            });
        }
    }

    void add(Event event, long now) {
        if (waiting.isEmpty()) {
            oldestArrival = now;
        }
        store.put(next, new WaitingEvent(event, now).encode());
        waiting.add(new Numbered(next++, event));
    }

    /** The batch that is being filled. */
    List<Event> events() {
        return waiting.stream().map(Numbered::event).toList();
    }

    int size() {
        return waiting.size();
    }

    /** Milliseconds since the oldest event arrived; 0 where none waits. */
    long age(long now) {
        return waiting.isEmpty() ? 0 : now - oldestArrival;
    }

    /** Whether the predictions of these events have left. */
    boolean areAnswered() {
        return answered;
    }

    /** Says so, for a successor. */
    void answered(boolean now) {
        if (now != answered) {
            answered = now;
            store.put(ANSWERED, now ? YES : null);
        }
    }

    /** Empties the batch, here and in the store. */
    List<Event> drain() {
        if (waiting.isEmpty()) {
            return List.of();
        }
        Taken all = take(waiting.size());
        forget(all);
        return all.events();
    }

    /** Takes the first events out of the batch, at least one; in the store they stay. */
    Taken take(int count) {
        List<Numbered> head = waiting.subList(0, count);
        Taken taken = new Taken(
                head.stream().map(Numbered::event).toList(),
                head.get(0).number(),
                head.get(count - 1).number() + 1);
        head.clear();
        return taken;
    }

    /** Removes them from the store, too. */
    void forget(Taken taken) {
        for (long number = taken.from(); number < taken.to(); number++) {
            store.delete(number);
        }
    }
}
