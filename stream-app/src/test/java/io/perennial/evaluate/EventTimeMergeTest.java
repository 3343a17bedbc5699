// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.record.Event;
import io.perennial.record.Origin;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventTimeMergeTest {

    @Test
    void eventsComeByTimeAndEachPartitionKeepsItsOrder() {
        List<Event> one = List.of(event("a", 0, 1), event("b", 0, 9), event("late", 0, 3), event("c", 0, 10));
        List<Event> other = List.of(event("x", 1, 1), event("y", 1, 5), event("z", 1, 9));
        assertThat(EventTimeMerge.of(List.of(other, List.of(), one)))
                .extracting(Event::id)
                .containsExactly("a", "x", "y", "b", "late", "z", "c");
    }

    private static Event event(String id, int partition, long time) {
        return new Event(id, new float[0], new Origin("t", partition, 0, time, null, new RecordHeaders()));
    }
}
