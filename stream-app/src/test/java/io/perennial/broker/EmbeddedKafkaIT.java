// SPDX-License-Identifier: Apache-2.0
package io.perennial.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @Test
    void showsOnlyCommittedRecordsToAReadCommittedConsumer() throws IOException {
        try (var kafka = EmbeddedKafka.start()) {
            kafka.createTopics(1, "events");
            try (var producer = producer(kafka)) {
                producer.initTransactions();
                producer.beginTransaction();
                var aborted = producer.send(new ProducerRecord<>("events", new byte[] {1}));
                producer.flush();
                producer.abortTransaction();
                producer.beginTransaction();
                var committed = producer.send(new ProducerRecord<>("events", new byte[] {2}));
                producer.commitTransaction();
                assertThat(List.of(aborted, committed)).allMatch(Future::isDone);
            }
            assertThat(new Topics(kafka.bootstrapServers()).committed("events"))
                    .extracting(received -> received.value()[0])
                    .containsExactly((byte) 2);
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
    void leavesNoDirectoryBehindWhenTheJvmIsTerminated(@TempDir Path directory) throws Exception {
        try (var child = owner(directory, BrokerOwner.SERVE_UNTIL_TERMINATED)) {
            child.awaitOutput("serving", Duration.ofSeconds(60));
            assertThat(directory.resolve("tmp")).isDirectoryContaining("glob:**perennial-kafka-*");
            child.terminate();
            assertThat(child.awaitExit(Duration.ofSeconds(30))).isEqualTo(128 + 15);
            assertThat(child.output()).contains("client closed");
            assertThat(directory.resolve("tmp")).isDirectoryNotContaining("glob:**perennial-kafka-*");
        }
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
    void tellsItsOwnerOfAFaultInsteadOfHaltingTheJvm(@TempDir Path directory) throws Exception {
        try (var child = owner(directory, BrokerOwner.LOSE_THE_DIRECTORY)) {
            assertThat(child.awaitExit(Duration.ofSeconds(60))).isZero();
            assertThat(child.output())
                    .containsSubsequence("told of: embedded broker failed", "got halt(1)", "client closed", "closed");
        }
    }

    private static ChildProcess owner(Path directory, String does) throws IOException {
        var options = List.of("-Xmx256m", "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp")));
        return ChildProcess.java(directory.resolve("log"), options, BrokerOwner.class.getName(), does);
    }

    private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "test");
        return new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
