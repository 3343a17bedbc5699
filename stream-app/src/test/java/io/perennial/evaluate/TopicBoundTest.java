// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicBoundTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    @BeforeEach
    void fill() {
        consumer.assign(List.of(PARTITION));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 10L));
        consumer.updateEndOffsets(Map.of(PARTITION, 20L));
    }

    @ParameterizedTest
    @CsvSource({"earliest, 10", "LATEST, 20", "15, 15", "3, 10", "99, 20"})
    void anOffsetIsOneThatThePartitionHas(String text, long expected) {
        assertThat(TopicBound.parse("--from", text).offsets(consumer, Set.of(PARTITION)))
                .isEqualTo(Map.of(PARTITION, expected));
    }

    @Test
    void aTimeIsReadWithItsZone() {
        assertThat(TopicBound.parse("--from", "1970-01-01T01:00:02+01:00"))
                .isEqualTo(TopicBound.parse("--from", "1970-01-01T00:00:02Z"))
                .isEqualTo(new TopicBound(TopicBound.Kind.TIME, 2000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "now", "2026-11-24", "2026-11-24T08:00:00", "99999999999999999999"})
    void refusesWhatIsNoPlaceInATopic(String text) {
        assertThatThrownBy(() -> TopicBound.parse("--to", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--to refused: expected earliest, latest, an offset, or a time with its zone")
                .hasMessageContaining("got \"" + text + "\"");
    }
}
