// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.record.Event;
import io.perennial.record.StoreFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The events of the batch that is being filled: in memory for speed, and in a changelogged store, so that another instance
 * can continue the very same batch.
 *
 * <p>Format 2: an event lies under its place in the batch, where the next batch's overwrites it, and has a running number;
 * under {@link #FIRST} is the number that the batch at hand begins with. What is older than that has left. So a batch is
 * emptied with one write, and of a hundred batches between two commits as many records reach the changelog as of one.
 * Format 1, which is read, has each event under its running number, and deletes it.
 */
final class PendingEvents {

    /** No place in a batch. */
    static final long FIRST = -1;

    private static final byte VERSION = 2;

    private final KeyValueStore<Long, byte[]> store;
    private final List<Event> events = new ArrayList<>();
    private final List<Long> older = new ArrayList<>();
    private long first;
    private long oldestArrival;

    /** Takes up what a predecessor left. Writes nothing: what a task writes while it starts belongs to no transaction. */
    PendingEvents(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        byte[] begun = store.get(FIRST);
        first = begun == null ? 0 : begunWith(begun);
        List<WaitingEvent> found = new ArrayList<>();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.key != FIRST) {
                    WaitingEvent waiting = WaitingEvent.decode(entry.value, entry.key);
                    if (waiting.number() >= first) {
                        found.add(waiting);
                    }
                    if (WaitingEvent.isOfFormat1(entry.value)) {
                        older.add(entry.key);
                    }
                }
            });
        }
        found.sort(Comparator.comparingLong(WaitingEvent::number));
        found.forEach(waiting -> events.add(waiting.event()));
        if (!found.isEmpty()) {
            first = found.get(0).number();
            oldestArrival = found.get(0).arrival();
        }
    }

    void add(Event event, long now) {
        migrate();
        if (events.isEmpty()) {
            oldestArrival = now;
        }
        put(event, now);
    }

    private void put(Event event, long arrival) {
        int place = events.size();
        store.put((long) place, new WaitingEvent(event, arrival, first + place).encode());
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
        migrate();
        List<Event> drained = List.copyOf(events);
        events.clear();
        first += drained.size();
        begin();
        return drained;
    }

    private void begin() {
        store.put(
                FIRST,
                ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(first).array());
    }

    /** Before the first write: the older format's entries become the newer one's, whose places may be their numbers. */
    private void migrate() {
        if (older.isEmpty()) {
            return;
        }
        older.forEach(store::delete);
        older.clear();
        begin();
        List<Event> waiting = List.copyOf(events);
        events.clear();
        waiting.forEach(event -> put(event, oldestArrival));
    }

    private static long begunWith(byte... begun) {
        ByteBuffer in = ByteBuffer.wrap(begun);
        StoreFormat.check(TensorProcessor.STORE, VERSION, in.get());
        return in.getLong();
    }
}
