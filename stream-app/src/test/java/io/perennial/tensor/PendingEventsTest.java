// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.StateStores;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
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
        store.put(0L, new byte[] {2});
        assertThatThrownBy(() -> new PendingEvents(store))
                .hasMessageContaining("state store \"pending\" refused: expected format 1, got 2")
                .hasMessageContaining("kafka-streams-application-reset");
    }

    @Test
    void whatWasDrainedIsGoneForTheSuccessorToo() {
        PendingEvents first = new PendingEvents(store);
        first.add(event(0), 1000);
        first.drain();
        assertThat(first.size()).isZero();
        assertThat(first.age(9000)).isZero();
        assertThat(new PendingEvents(store).size()).isZero();
        assertThat(store.approximateNumEntries()).isZero();
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
