// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.record.Event;
import io.perennial.record.Origin;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class WaitingEventPropertyTest {

    @Property(tries = 300)
    void comesBackAsItWas(
            @ForAll @NotBlank String id,
            @ForAll byte[] key,
            @ForAll byte[] header,
            @ForAll @Size(max = 40) float[] values,
            @ForAll long timestamp,
            @ForAll long arrival,
            @ForAll long number) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("a", header).add("a", null).add("b", new byte[0]);
        Origin origin = new Origin("events", 3, 42, timestamp, key, headers);
        WaitingEvent waiting = new WaitingEvent(new Event(id, values, origin), arrival, number);

        WaitingEvent back = WaitingEvent.decode(waiting.encode(), 0);

        assertThat(back.arrival()).isEqualTo(arrival);
        assertThat(back.number()).isEqualTo(number);
        assertThat(back.event().id()).isEqualTo(id);
        assertThat(back.event().values()).isEqualTo(values);
        assertThat(back.event().origin())
                .usingRecursiveComparison()
                .ignoringFields("headers")
                .isEqualTo(origin);
        assertThat(back.event().origin().headers()).isEqualTo(headers);
    }

    @Test
    void keepsAMissingKeyMissing() {
        Origin origin = new Origin("events", 0, 0, 0, null, new RecordHeaders());
        byte[] encoded = new WaitingEvent(new Event("e", new float[1], origin), 0, 0).encode();
        assertThat(WaitingEvent.decode(encoded, 0).event().origin().key()).isNull();
    }

    @Test
    void refusesAnotherFormat() {
        byte[] encoded = {9, 0, 0};
        assertThatThrownBy(() -> WaitingEvent.decode(encoded, 0)).hasMessageContaining("expected format 1 to 2, got 9");
    }
}
