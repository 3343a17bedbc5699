// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@WithKafka
class TopicsIT {

    @Test
    void readsWhatItSentInTheOrderOfEachPartition(Topics topics) throws Exception {
        topics.create(2, "ordered");
        topics.send(IntStream.range(0, 100)
                .mapToObj(i -> record("ordered", i % 2, "event-" + i))
                .toList());
        assertThat(topics.committed("ordered")).extracting(TopicsIT::text).containsExactlyElementsOf(evensThenOdds());
    }

    @Test
    void readsNothingFromATopicThatIsEmpty(Topics topics) throws Exception {
        topics.create(2, "empty");
        assertThat(topics.committed("empty")).isEmpty();
    }

    @Test
    void passesOverAbortedRecordsAtTheEnd(Topics topics) throws Exception {
        topics.create(1, "aborted");
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", topics.bootstrapServers(), "transactional.id", "aborting");
        try (var producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var kept = producer.send(record("aborted", 0, "kept"));
            producer.commitTransaction();
            assertThat(kept).isDone();
            producer.beginTransaction();
            var lost = producer.send(record("aborted", 0, "lost"));
            producer.flush();
            assertThat(lost).isDone();
            producer.abortTransaction();
        }
        assertThat(topics.committed("aborted")).extracting(TopicsIT::text).containsExactly("kept");
    }

    @Test
    void awaitsTheRecordsThatAreToCome(Topics topics) throws Exception {
        topics.create(1, "awaited");
        topics.send(List.of(record("awaited", 0, "a"), record("awaited", 0, "b")));
        assertThat(topics.awaitCommitted("awaited", 2, Duration.ofSeconds(30))).hasSize(2);
        assertThatThrownBy(() -> topics.awaitCommitted("awaited", 3, Duration.ofMillis(300)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("got 2 committed records");
    }

    private static List<String> evensThenOdds() {
        return IntStream.concat(
                        IntStream.range(0, 50).map(i -> 2 * i),
                        IntStream.range(0, 50).map(i -> 2 * i + 1))
                .mapToObj(i -> "event-" + i)
                .toList();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition, String text) {
        return new ProducerRecord<>(topic, partition, null, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> received) {
        return new String(received.value(), StandardCharsets.UTF_8);
    }
}
