// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.fuzz.Again;
import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Shelf;
import io.perennial.fuzz.Target;
import io.perennial.record.Event;
import io.perennial.record.Records;
import java.nio.ByteBuffer;
import java.util.List;

/** The events of a batch that is being filled, as a changelog gives them back. */
public final class PendingTarget implements Target {

    /** A bit for each place below the highest one, of 2^24 at most, in an array that has grown; the store is opened three times. */
    @Override
    public Contract contract() {
        return new Contract(IllegalStateException.class, "refused: expected ", 16 << 20, 1_000);
    }

    @Override
    public void read(byte[] input) {
        Shelf<Long> shelf = shelf(input);
        PendingEvents pending = new PendingEvents(shelf);
        List<Event> events = pending.events();
        pending.age(5_000);
        pending.add(event("new"), 5_000);
        PendingEvents again = new PendingEvents(shelf);
        Again.same(events.size() + 1, again.size());
        Again.same(ids(events), ids(again.events()).subList(0, events.size()));
        again.drain();
        Again.same(0, new PendingEvents(shelf).size());
    }

    private static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    private static Shelf<Long> shelf(byte[] input) {
        return Shelf.of(
                "pending",
                input,
                key -> key.length == 8 ? Long.valueOf(ByteBuffer.wrap(key).getLong()) : null);
    }

    private static Event event(String id) {
        return new Event(id, new float[] {1, 2}, Records.origin("a", new byte[] {1}, "b", new byte[0]));
    }

    @Override
    public List<byte[]> seeds() {
        Shelf<Long> shelf = new Shelf<>("pending");
        PendingEvents pending = new PendingEvents(shelf);
        for (int i = 0; i < 4; i++) {
            pending.add(event("e-" + i), 100 + i);
        }
        pending.forget(pending.take(2));
        pending.answered(true);
        return List.of(shelf.bytes(key -> ByteBuffer.allocate(8).putLong(key).array()));
    }
}
