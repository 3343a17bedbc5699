// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.StateStores;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** The store outlives the task, as its changelog does. */
class PendingEventsTest {

    private final KeyValueStore<Long, byte[]> store = StateStores.open(TensorProcessor.STORE, Serdes.Long());

    @Test
    void aSuccessorContinuesTheVeryBatch() {
        PendingEvents first = new PendingEvents(store);
        first.add(event(0), 1000);
        first.add(event(1), 1500);

        PendingEvents second = new PendingEvents(store);
        assertThat(second.size()).isEqualTo(2);
        assertThat(second.age(2500))
                .as("counted from the arrival at the predecessor")
                .isEqualTo(1500);
        second.add(event(2), 2500);
        assertThat(second.age(2500)).isEqualTo(1500);

        List<Event> drained = new PendingEvents(store).drain();
        assertThat(drained).extracting(Event::id).containsExactly("e0", "e1", "e2");
        assertSame(drained.get(1), event(1));
    }

    @Test
    void eventsOfANewerReleaseAreRefusedWithTheWayOut() {
        store.put(0L, new byte[] {3});
        assertThatThrownBy(() -> new PendingEvents(store))
                .hasMessageContaining("state store \"pending\" refused: expected format 1 to 2, got 3")
                .hasMessageContaining("kafka-streams-application-reset");
    }

    @Test
    void eventsOfFormat1ContinueAndTheStoreIsOfFormat2FromTheFirstWriteOn() {
        // Written by release 0.1: numbers 3 and 4 are the places of the fourth and fifth event of format 2.
        store.put(3L, format1("e3", 1000));
        store.put(4L, format1("e4", 1200));

        PendingEvents successor = new PendingEvents(store);
        assertThat(successor.size()).isEqualTo(2);
        assertThat(successor.age(2000)).isEqualTo(1000);
        assertThat(keys()).as("nothing is written at the start").containsExactly(3L, 4L);

        successor.add(event(5), 2000);
        assertThat(keys()).containsExactlyInAnyOrder(PendingEvents.FIRST, 0L, 1L, 2L);
        PendingEvents third = new PendingEvents(store);
        assertThat(third.age(2000)).isEqualTo(1000);
        assertThat(third.drain()).extracting(Event::id).containsExactly("e3", "e4", "e5");
    }

    @Test
    void eventsOfFormat1CanLeaveBeforeOthersCome() {
        store.put(0L, format1("e0", 1000));
        assertThat(new PendingEvents(store).drain()).extracting(Event::id).containsExactly("e0");
        assertThat(keys()).as("no event").containsOnly(PendingEvents.FIRST, 0L);
        assertThat(new PendingEvents(store).size()).isZero();
    }

    @Test
    void aBatchTakesTheRoomOfTheOneBefore() {
        PendingEvents pending = new PendingEvents(store);
        for (int batch = 0; batch < 40; batch++) {
            for (int i = 0; i < 10; i++) {
                pending.add(event(i), batch);
            }
            pending.drain();
        }
        assertThat(keys()).hasSize(10 + 1);
    }

    @Test
    void aShorterBatchLeavesNothingOfALongerOneBehind() {
        PendingEvents pending = new PendingEvents(store);
        for (int i = 0; i < 5; i++) {
            pending.add(event(i), 0);
        }
        pending.drain();
        pending.add(event(7), 0);
        assertThat(new PendingEvents(store).drain()).extracting(Event::id).containsExactly("e7");
        assertThat(new PendingEvents(store).size()).isZero();
    }

    private List<Long> keys() {
        List<Long> keys = new ArrayList<>();
        try (KeyValueIterator<Long, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    /** As in the description of {@link WaitingEvent}. */
    private static byte[] format1(String id, long arrival) {
        ByteBuffer out = ByteBuffer.allocate(200).put((byte) 1);
        out.putLong(arrival).putLong(7).putLong(100).putInt(3);
        out.putInt(6).put("events".getBytes(UTF_8));
        out.putInt(id.length()).put(id.getBytes(UTF_8));
        out.putInt(-1).putInt(0).putInt(1).putFloat(0.5f);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void whatWasDrainedIsGoneForTheSuccessorToo() {
        PendingEvents first = new PendingEvents(store);
        first.add(event(0), 1000);
        first.drain();
        assertThat(first.size()).isZero();
        assertThat(first.age(9000)).isZero();
        assertThat(new PendingEvents(store).size()).isZero();
    }

    @Test
    void aSuccessorSeesOnlyTheOpenBatch() {
        PendingEvents first = new PendingEvents(store);
        for (int batch = 0; batch < 40; batch++) {
            for (int i = 0; i < 10; i++) {
                first.add(event(10 * batch + i), batch);
            }
            if (batch < 39) {
                first.drain();
            }
        }
        assertThat(new PendingEvents(store).drain())
                .extracting(Event::id)
                .containsExactly("e390", "e391", "e392", "e393", "e394", "e395", "e396", "e397", "e398", "e399");
    }

    private static Event event(int number) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", ("t" + number).getBytes(UTF_8)).add("nothing", null);
        Origin origin = new Origin("events", 3, 100 + number, 7, ("k" + number).getBytes(UTF_8), headers);
        return new Event("e" + number, new float[] {number, -0f, Float.MIN_VALUE}, origin);
    }

    private static void assertSame(Event actual, Event expected) {
        assertThat(actual.values()).isEqualTo(expected.values());
        assertThat(actual.origin().key()).isEqualTo(expected.origin().key());
        assertThat(actual.origin().headers()).isEqualTo(expected.origin().headers());
        assertThat(actual.origin().coordinates()).isEqualTo(expected.origin().coordinates());
        assertThat(actual.origin().timestamp()).isEqualTo(expected.origin().timestamp());
    }
}
