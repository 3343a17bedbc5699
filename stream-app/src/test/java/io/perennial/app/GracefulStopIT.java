// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class GracefulStopIT {

    private static final Duration STOP = Duration.ofSeconds(30);
    private static final Duration START = Duration.ofSeconds(60);
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
                Ledger ledger = Ledger.close(kafka, Service.TOPICS, sent);
                ledger.assertComplete();
                Replay.assertSamePredictions(ledger);
            }
        }
    }

    @Test
    void stopsWhenThereIsNothingToDo(Topics kafka, @TempDir Path directory) throws Exception {
        Service service =
                Service.on(kafka.bootstrapServers(), directory.resolve("state")).with("application.id", "idle");
        kafka.create(1, "idle.events", "idle.predictions", "idle.uncertainty", "idle.drift", "idle.dead-letter");
        try (ChildProcess process = service.start(directory)) {
            process.awaitOutput("RUNNING, was REBALANCING", STOP);
            process.terminate();
            assertThat(process.awaitExit(STOP)).isEqualTo(SIGTERM);
        }
    }

    @Test
    void stopsBeforeItsEmbeddedBroker(@TempDir Path directory) throws Exception {
        Service service = Service.on("chosen.by.the.command:1", directory.resolve("state"));
        try (ChildProcess process = service.start(directory, "--embedded")) {
            process.awaitOutput("RUNNING, was REBALANCING", START);
            process.terminate();
            assertThat(process.awaitExit(STOP)).isEqualTo(SIGTERM);
            assertThat(process.output())
                    .contains("NOT_RUNNING, was PENDING_SHUTDOWN")
                    .doesNotContain("did not close before");
        }
    }
}
