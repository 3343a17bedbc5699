// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.record.Event;
import io.perennial.record.StoreFormat;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The events of the batch that is being filled, and of those that wait to be learned from: in memory for speed, and in a
 * changelogged store, so that another instance can continue the very same batch.
 *
 * <p>Format 2: an event lies in a place, where a later one overwrites it once it has left, and has a running number; under
 * {@link #FIRST} is the lowest number that still waits. What is older has left. So a batch is emptied with one write, and of a
 * hundred batches between two commits as many records reach the changelog as of one. Where a batch between others leaves, its
 * entries are deleted. Format 1, which is read, has each event under its running number, and deletes it.
 */
final class PendingEvents {

    /** No place of an event. */
    static final long FIRST = -1;

    /** Where the store says that its events have been answered; no place of an event. */
    private static final long ANSWERED = -2;

    /** 256 batches of the largest size: a place beyond is no place, and those below it are a bit of memory each. */
    private static final long MOST_PLACES = 1 << 24;

    /** Beyond what a partition can ever number; so that no number that follows turns negative. */
    private static final long MOST_NUMBERS = 1L << 62;

    private static final byte VERSION = 2;
    private static final byte[] YES = {VERSION};

    private final KeyValueStore<Long, byte[]> store;
    private final List<Waiting> waiting = new ArrayList<>();
    private final BitSet free = new BitSet();
    /** Taken and not forgotten: the number of the first event, and the number behind the last one. */
    private final TreeMap<Long, Long> taken = new TreeMap<>();

    private final List<Long> older = new ArrayList<>();
    private boolean answered;
    private long places;
    private long first;
    private long next;
    private long oldestArrival;

    /** An event in its place. */
    private record Waiting(long place, long number, Event event) {}

    /**
     * Events that were taken and still wait in the store.
     *
     * @param from number of the first one
     * @param to number behind the last one
     */
    record Taken(List<Event> events, List<Long> places, long from, long to) {}

    /** Takes up what a predecessor left. Writes nothing: what a task writes while it starts belongs to no transaction. */
    PendingEvents(KeyValueStore<Long, byte[]> store) {
        this.store = store;
        answered = store.get(ANSWERED) != null;
        byte[] begun = store.get(FIRST);
        first = begun == null ? 0 : begunWith(begun);
        List<WaitingEvent> found = new ArrayList<>();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (entry.key >= 0) {
                    takeUp(entry.key, entry.value, found);
                }
            });
        }
        waiting.sort(Comparator.comparingLong(Waiting::number));
        next = waiting.isEmpty() ? first : waiting.get(waiting.size() - 1).number() + 1;
        first = waiting.isEmpty() ? first : waiting.get(0).number();
        oldestArrival = found.stream().mapToLong(WaitingEvent::arrival).min().orElse(0);
    }

    private void takeUp(long place, byte[] value, List<WaitingEvent> found) {
        WaitingEvent left = WaitingEvent.decode(value, place);
        number(left.number());
        if (WaitingEvent.isOfFormat1(value)) {
            older.add(place);
        } else if (place >= MOST_PLACES) {
            throw StoredBytes.damaged(TensorProcessor.STORE, "places below " + MOST_PLACES, Long.toString(place));
        }
        if (places <= place && older.isEmpty()) {
            free.set((int) places, (int) place + 1);
            places = place + 1;
        }
        if (left.number() >= first) {
            found.add(left);
            free.clear((int) Math.min(place, MOST_PLACES)); // a place of format 1 is none of these
            waiting.add(new Waiting(place, left.number(), left.event()));
        }
    }

    void add(Event event, long now) {
        migrate();
        if (waiting.isEmpty()) {
            oldestArrival = now;
        }
        put(event, now);
    }

    private void put(Event event, long arrival) {
        long place = free.isEmpty() ? places++ : free.nextSetBit(0);
        free.clear((int) place);
        store.put(place, new WaitingEvent(event, arrival, next).encode());
        waiting.add(new Waiting(place, next++, event));
    }

    /** The batch that is being filled. */
    List<Event> events() {
        return waiting.stream().map(Waiting::event).toList();
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
        migrate();
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
        migrate();
        List<Waiting> head = waiting.subList(0, count);
        Taken all = new Taken(
                head.stream().map(Waiting::event).toList(),
                head.stream().map(Waiting::place).toList(),
                head.get(0).number(),
                head.get(count - 1).number() + 1);
        head.clear();
        taken.put(all.from(), all.to());
        return all;
    }

    /** Removes them from the store, too. */
    void forget(Taken all) {
        taken.remove(all.from());
        long lowest = !taken.isEmpty()
                ? taken.firstKey()
                : waiting.isEmpty() ? next : waiting.get(0).number();
        if (lowest < all.from()) {
            all.places().forEach(store::delete);
        }
        if (lowest > first) {
            first = lowest;
            begin();
        }
        all.places().forEach(place -> free.set(place.intValue()));
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
        List<Waiting> left = List.copyOf(waiting);
        // Of a migration that was cut off, possible only at least once, some are the newer one's already.
        left.forEach(event -> store.delete(event.place()));
        waiting.clear();
        free.clear();
        places = 0;
        next = first;
        left.forEach(event -> put(event.event(), oldestArrival));
    }

    private static long begunWith(byte... begun) {
        StoredBytes in = new StoredBytes(TensorProcessor.STORE, begun);
        StoreFormat.check(TensorProcessor.STORE, VERSION, in.int8());
        return number(in.int64());
    }

    private static long number(long number) {
        if (number < 0 || number > MOST_NUMBERS) {
            throw StoredBytes.damaged(TensorProcessor.STORE, "numbers from 0 to 2^62", Long.toString(number));
        }
        return number;
    }
}
