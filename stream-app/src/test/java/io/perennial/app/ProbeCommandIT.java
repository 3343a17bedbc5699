// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class ProbeCommandIT {

    private static final int PARTITIONS = 2;

    @TempDir
    private Path directory;

    private Service service;
    private String out;
    private String err;

    @BeforeEach
    void createTopics(Topics kafka, TestInfo test) throws Exception {
        String application = test.getTestMethod().orElseThrow().getName();
        kafka.create(
                PARTITIONS,
                application + ".events",
                application + ".predictions",
                application + ".uncertainty",
                application + ".drift",
                application + ".dead-letter");
        service =
                Service.on(kafka.bootstrapServers(), directory.resolve("state")).with("application.id", application);
    }

    @Test
    void aRunningApplicationAnswers() throws Exception {
        try (PerennialApp app = service.open()) {
            assertThat(probe("--partition", "1")).as(err).isZero();
            assertThat(out)
                    .contains("sent perennial-probe-", " to aRunningApplicationAnswers.events-1, offset 0")
                    .containsPattern("prediction after \\d+\\.\\d{3} s, on aRunningApplicationAnswers.predictions-1")
                    .contains("\"id\":\"perennial-probe-", "\"label\":");
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
    }

    @Test
    void anAnswerInTheOpenInferenceProtocolIsKnownToo() throws Exception {
        service = service.with("publish.format", "v2");
        try (PerennialApp app = service.open()) {
            assertThat(probe()).as(err).isZero();
            assertThat(out).contains("\"model_name\":\"digits\"", "\"id\":\"perennial-probe-");
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
    }

    @Test
    void whereNobodyRunsItSaysSo() throws Exception {
        assertThat(probe("--timeout", "500ms")).isEqualTo(1);
        assertThat(out).contains("no prediction within 0.5 s: ", "nobody is in the group");
    }

    @Test
    void whatIsRefusedIsADeadLetterAndNoAnswer() throws Exception {
        // The event is an array of more bytes than this application takes.
        try (PerennialApp app = service.with("record.max-bytes", "100").open()) {
            assertThat(probe()).isEqualTo(1);
            assertThat(out).contains("dead letter after ", "does the application run the bundle");
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
    }

    @Test
    void nothingIsSentWhereATopicIsMissing() throws Exception {
        service = service.with("publish.predictions-topic", "nowhere");
        assertThat(probe()).isEqualTo(2);
        assertThat(err).contains("topics refused: expected nowhere on the cluster");
    }

    @Test
    void aPartitionThatIsNotThereIsRefused() throws Exception {
        assertThat(probe("--partition", "2")).isEqualTo(2);
        assertThat(err).contains("--partition refused: expected one of the 2 partitions");
    }

    @Test
    void aTimeWithoutItsUnitIsRefused() throws Exception {
        assertThat(probe("--timeout", "60")).isEqualTo(2);
        assertThat(err).contains("--timeout", "expected a duration with its unit");
    }

    private int probe(String... more) throws IOException {
        Path config = Files.writeString(
                directory.resolve("perennial.yaml"),
                service.keys().entrySet().stream()
                        .map(key -> key.getKey() + ": \"" + key.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        List<String> all = new ArrayList<>(List.of("probe", "--config", config.toString()));
        all.addAll(List.of(more));
        CommandRun run = CommandRun.of(all);
        out = run.out();
        err = run.err();
        return run.status();
    }
}
