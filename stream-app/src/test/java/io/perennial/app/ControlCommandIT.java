// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perennial control} and {@code POST /control} on a running application of two partitions. */
@WithKafka
class ControlCommandIT {

    private static final String CONTROL = "perennial.control";
    private static final String TOKEN = "0123456789abcdef";

    private String out;
    private String err;

    @Test
    void asksEveryPartitionAndSaysWhatBecameOfIt(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(2, Service.TOPICS.names().toArray(String[]::new));
        kafka.create(1, CONTROL);
        Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"))
                .with("record.control-topic", CONTROL, "observe.control", "true", "observe.token", TOKEN);
        Path config = configuration(service.keys(), directory.resolve("perennial.yaml"));
        try (PerennialApp app = service.open()) {
            assertThat(run("pause", config)).as(err).isZero();
            assertThat(out).contains("pause asked by ", "partition 0: applied", "partition 1: applied");

            assertThat(run("resume", config, "--partition", "1", "--by", "ada")).isZero();
            assertThat(out)
                    .contains("resume asked by ada", "partition 1: applied")
                    .doesNotContain("partition 0");

            assertThat(run("rollback", config, "--to", "step:3")).isEqualTo(1);
            assertThat(out).contains("refused", "set store.uri");

            assertThat(run("rollback", config)).isEqualTo(2);
            assertThat(err).contains("command refused: expected \"to\" of a rollback, got none");

            assertThat(run("pause", config, "--partition", "2")).isEqualTo(2);
            assertThat(err).contains("--partition refused: expected one of the 2 partitions");

            HttpResponse<String> taken = post(app, "{\"command\":\"reset\",\"by\":\"ada\"}");
            assertThat(taken.statusCode()).isEqualTo(202);
            String id = taken.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");
            assertThat(kafka.awaitCommitted(
                            Service.TOPICS.drift(),
                            records -> records.stream()
                                            .filter(record ->
                                                    new String(record.value(), StandardCharsets.UTF_8).contains(id))
                                            .count()
                                    == 2,
                            Duration.ofSeconds(30)))
                    .isNotEmpty();
            HttpResponse<String> refused = post(app, "{\"command\":\"explode\"}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body())
                    .contains("expected one of the commands [pause, resume, reset, rollback, promote]");
        }
    }

    @Test
    void withoutAControlTopicItIsRefused(Topics kafka, @TempDir Path directory) throws Exception {
        Service service = Service.on(kafka.bootstrapServers(), directory.resolve("state"));
        assertThat(run("pause", configuration(service.keys(), directory.resolve("perennial.yaml"))))
                .isEqualTo(2);
        assertThat(err).contains("set record.control-topic");
    }

    private static Path configuration(Map<String, String> keys, Path file) throws IOException {
        return Files.writeString(
                file,
                keys.entrySet().stream()
                        .map(key -> key.getKey() + ": \"" + key.getValue() + "\"\n")
                        .collect(Collectors.joining()));
    }

    private int run(String command, Path config, String... more) {
        List<String> all = new ArrayList<>(List.of("control", command, "--config", config.toString()));
        all.addAll(List.of(more));
        CommandRun run = CommandRun.of(all);
        out = run.out();
        err = run.err();
        return run.status();
    }

    private static HttpResponse<String> post(PerennialApp app, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + app.port() + "/control"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
