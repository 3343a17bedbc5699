// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;

class EmbeddedKafkaIT {

    @Test
    void showsOnlyCommittedRecordsToAReadCommittedConsumer() throws IOException {
        try (var kafka = EmbeddedKafka.start()) {
            kafka.createTopics(1, "events");
            try (var producer = producer(kafka)) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("events", "aborted"));
                producer.flush();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>("events", "committed"));
                producer.commitTransaction();
            }
            assertThat(readCommitted(kafka, "events")).containsExactly("committed");
        }
    }

    @Test
    void leavesNoDirectoryBehind() throws IOException {
        Path directory;
        try (var kafka = EmbeddedKafka.start()) {
            directory = kafka.directory();
            assertThat(directory).isNotEmptyDirectory();
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void closesItsClientsLastComeFirstAndBeforeItself() throws IOException {
        var closed = new ArrayList<String>();
        var kafka = EmbeddedKafka.start();
        kafka.closeFirst(() -> {
            kafka.createTopics(1, "still-there");
            closed.add("first come");
        });
        kafka.closeFirst(() -> closed.add("last come"));
        kafka.close();
        kafka.close();
        assertThat(closed).containsExactly("last come", "first come");
    }

    @Test
    void refusesATopicThatIsThere() throws IOException {
        try (var kafka = EmbeddedKafka.start()) {
            kafka.createTopics(1, "events");
            assertThatThrownBy(() -> kafka.createTopics(1, "events"))
                    .hasMessageContaining("topics refused by the embedded broker")
                    .hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    @Test
    void reportsASettingThatKafkaRefuses() {
        assertThatThrownBy(() -> EmbeddedKafka.start(Map.of("log.segment.bytes", "tiny")))
                .hasMessageContaining("log.segment.bytes");
    }

    @Test
    void tellsItsOwnerOfAFaultInsteadOfHaltingTheJvm() throws IOException {
        try (var kafka = EmbeddedKafka.start()) {
            assertThatThrownBy(() -> Exit.halt(1, "log directory failed")).isInstanceOf(IllegalStateException.class);
            assertThat(kafka.faulted().toCompletableFuture())
                    .isCompletedWithValueMatching(reason -> reason.contains("log directory failed"));
        }
    }

    private static KafkaProducer<String, String> producer(EmbeddedKafka kafka) {
        var configuration = new HashMap<String, Object>();
        configuration.put("bootstrap.servers", kafka.bootstrapServers());
        configuration.put("transactional.id", "test");
        return new KafkaProducer<>(configuration, new StringSerializer(), new StringSerializer());
    }

    private static List<String> readCommitted(EmbeddedKafka kafka, String topic) {
        var configuration = new HashMap<String, Object>();
        configuration.put("bootstrap.servers", kafka.bootstrapServers());
        configuration.put("isolation.level", "read_committed");
        var partition = new TopicPartition(topic, 0);
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(configuration, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(received -> values.add(received.value()));
            }
        }
        return values;
    }
}
