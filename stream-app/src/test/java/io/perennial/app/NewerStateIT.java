// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An older instance that gets what a newer one has written, as in the middle of a rolling upgrade. */
@WithKafka
class NewerStateIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void isRefusedInWordsWithTheWayOut(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(1, Service.TOPICS.names().toArray(String[]::new));
        kafka.create(1, "perennial-weights-changelog");
        kafka.send(List.of(new ProducerRecord<>(
                "perennial-weights-changelog", 0, "\0format".getBytes(UTF_8), new byte[] {0, 0, 0, 99})));
        Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"));
        try (ChildProcess process = service.start(directory)) {
            assertThat(process.awaitExit(SOON)).isEqualTo(1);
            assertThat(process.output())
                    .contains(
                            "perennial: the stream could not go on",
                            "state store \"weights\" refused: expected format 1 to 2, got 99",
                            "run the release that wrote it",
                            "kafka-streams-application-reset");
        }
        assertThat(kafka.committed(Service.TOPICS.predictions())).isEmpty();
    }
}
