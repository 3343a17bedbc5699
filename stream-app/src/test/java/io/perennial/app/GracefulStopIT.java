// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class GracefulStopIT {

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int SIGTERM = 128 + 15;
    private static final int PARTITIONS = 2;

    @Test
    void sigtermUnderLoadLosesNothingAndTheSuccessorStartsAtOnce(Topics kafka, @TempDir Path directory)
            throws Exception {
        kafka.create(PARTITIONS, Service.TOPICS.names().toArray(String[]::new));
        String bootstrapServers = kafka.bootstrapServers();
        // Waiting for a session or a transaction to time out would be seen: the successor has less time than either.
        Service service = Service.on(bootstrapServers, directory.resolve("state"))
                .with("kafka.session.timeout.ms", "60000", "kafka.transaction.timeout.ms", "60000");
        try (Load load = Load.start(bootstrapServers, DigitRecords.fromNow(Service.TOPICS.events()), 400);
                Follower follower = new Follower(bootstrapServers, Service.TOPICS)) {
            try (ChildProcess first = service.start(directory)) {
                follower.await(1000);
                first.terminate();
                // The JVM ends by the signal, after its shutdown hook has closed the application.
                assertThat(first.awaitExit(STOP)).isEqualTo(SIGTERM);
                assertThat(first.output()).contains("NOT_RUNNING, was PENDING_SHUTDOWN");
            }
            try (ChildProcess second = service.start(directory)) {
                second.awaitOutput("continuing at step", Duration.ofSeconds(20));
                follower.await(follower.count() + 500);
                List<Ledger.Sent> sent = load.stop();
                follower.await(sent.size());
                second.terminate();
                assertThat(second.awaitExit(STOP)).isEqualTo(SIGTERM);
                Ledger.close(kafka, Service.TOPICS, sent).assertComplete();
            }
        }
    }

    @Test
    void stopsWhenThereIsNothingToDo(Topics kafka, @TempDir Path directory) throws Exception {
        Service service = application("idle", kafka, directory);
        kafka.create(1, "idle.events", "idle.predictions", "idle.uncertainty", "idle.dead-letter");
        try (ChildProcess process = service.start(directory)) {
            process.awaitOutput("RUNNING, was REBALANCING", STOP);
            process.terminate();
            assertThat(process.awaitExit(STOP)).isEqualTo(SIGTERM);
        }
    }

    @Test
    void aMisspeltKeyIsNamedAndNothingStarts(@TempDir Path directory) throws Exception {
        Service service =
                Service.on("127.0.0.1:1", directory).with("tensor.batch-sise", "8", "adapt.learning-rate", "fast");
        try (ChildProcess process = service.start(directory)) {
            assertThat(process.awaitExit(STOP)).isEqualTo(2);
            assertThat(process.output())
                    .contains("configuration refused, 2 problems", "tensor.batch-sise", "adapt.learning-rate", "fast")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aMissingTopicIsNamedAndNothingStarts(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(1, "lonely.events", "lonely.predictions", "lonely.uncertainty");
        try (ChildProcess process = application("lonely", kafka, directory).start(directory)) {
            assertThat(process.awaitExit(STOP)).isEqualTo(2);
            assertThat(process.output())
                    .contains("topics refused", "missing [lonely.dead-letter]", "kafka-topics.sh --create")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void labelsNeedAsManyPartitionsAsEvents(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(2, "uneven.events", "uneven.predictions", "uneven.uncertainty", "uneven.dead-letter");
        kafka.create(3, "uneven.labels");
        Service service = application("uneven", kafka, directory).with("publish.labels-topic", "uneven.labels");
        try (ChildProcess process = service.start(directory)) {
            assertThat(process.awaitExit(STOP)).isEqualTo(2);
            assertThat(process.output()).contains("uneven.labels", "(2), got 3").doesNotContain("\tat ");
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamed(@TempDir Path directory) throws Exception {
        try (ChildProcess process = Service.on("127.0.0.1:1", directory).start(directory)) {
            assertThat(process.awaitExit(Duration.ofSeconds(45))).isEqualTo(1);
            assertThat(process.output())
                    .contains("did not answer within", "kafka.bootstrap.servers", "127.0.0.1:1")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aBundleThatIsNotThereIsNamed(@TempDir Path directory) throws Exception {
        Path bundle = directory.resolve("no-bundle");
        try (ChildProcess process = Service.on("127.0.0.1:1", directory)
                .with("bundle", bundle.toString())
                .start(directory)) {
            assertThat(process.awaitExit(STOP)).isPositive();
            assertThat(process.output()).contains(bundle.toString()).doesNotContain("\tat ");
        }
        assertThat(Files.exists(bundle)).isFalse();
    }

    private static Service application(String id, Topics kafka, Path directory) {
        return Service.on(kafka.bootstrapServers(), directory.resolve("state")).with("application.id", id);
    }
}
