// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.store.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Commands between two micro-batches, on the service's own topology. */
class ControlTest {

    private static final String TOPIC = "perennial.control";
    private static final int BATCH = Driver.BATCH;

    private final DigitRecords digits = new DigitRecords("perennial.events");
    private long next;

    /** Keeps what is offered, and gives the last of it once it is asked to. */
    private static final class Shelf implements Checkpoints {
        private final List<Checkpoint> offered = new ArrayList<>();
        private CompletableFuture<Checkpoint> answer = new CompletableFuture<>();
        private CompletableFuture<String> promoted = CompletableFuture.completedFuture("digits@2");
        private String asked;

        @Override
        public Duration interval() {
            return Duration.ofMillis(1);
        }

        @Override
        public void offer(Checkpoint checkpoint) {
            offered.add(checkpoint);
        }

        @Override
        public CompletableFuture<Checkpoint> find(int partition, String target) {
            asked = target;
            return answer;
        }

        @Override
        public CompletableFuture<String> promote(Checkpoint checkpoint, String version) {
            asked = version + " of step " + checkpoint.step();
            return promoted;
        }

        @Override
        public void close() {}
    }

    @Test
    void aPauseStopsTheLearningAndAResumeBeginsItAgain() throws IOException {
        try (Driver driver = Driver.open("record.control-topic", TOPIC)) {
            assertThat(steps(driver, 2)).containsExactly(0L, 1L);
            driver.command("1", "{\"command\":\"pause\",\"by\":\"ada\",\"time\":\"2026-11-24T12:00:00Z\"}");
            assertThat(steps(driver, 3)).containsExactly(2L, 2L, 2L);
            JsonNode told = told(driver).get(0);
            assertThat(told.get("drift").asText()).isEqualTo("control");
            assertThat(told.get("command").asText()).isEqualTo("pause");
            assertThat(told.get("outcome").asText()).isEqualTo("applied");
            assertThat(told.get("by").asText()).isEqualTo("ada");
            assertThat(told.get("time").asText()).isEqualTo("2026-11-24T12:00:00Z");
            driver.command("2", "{\"command\":\"resume\"}");
            assertThat(steps(driver, 2)).containsExactly(2L, 3L);
            assertThat(driver.skipped("paused")).isEqualTo(3);
            assertThat(driver.skipped("disabled")).isZero();
        }
    }

    @Test
    void aResetGoesBackToTheSource() throws IOException {
        try (Driver driver = Driver.open("record.control-topic", TOPIC)) {
            String source = send(driver).lineage();
            send(driver);
            driver.command("1", "{\"command\":\"reset\"}");
            Prediction after = send(driver);
            assertThat(after.step()).isZero();
            assertThat(after.lineage()).isEqualTo(source);
            JsonNode told = told(driver).get(0);
            assertThat(told.at("/from/step").asLong()).isEqualTo(2);
            assertThat(told.at("/to/lineage").asText()).isEqualTo(source);
        }
    }

    @Test
    void aRollbackWaitsForItsCheckpointWhileTheStreamGoesOn() throws IOException {
        Shelf shelf = new Shelf();
        try (Driver driver = Driver.open(shelf, "record.control-topic", TOPIC)) {
            for (int i = 0; i < 3; i++) {
                driver.advance(Duration.ofMillis(10));
                send(driver);
            }
            Checkpoint second = shelf.offered.get(1);
            assertThat(second.step()).isEqualTo(2);
            assertThat(second.offset()).isEqualTo(2L * BATCH - 1);
            driver.command("1", "{\"command\":\"rollback\",\"to\":\"step:2\"}");
            driver.command("2", "{\"command\":\"pause\"}");
            assertThat(steps(driver, 2))
                    .as("nothing is applied before it is there")
                    .containsExactly(3L, 4L);
            assertThat(shelf.asked).isEqualTo("step:2");
            assertThat(told(driver)).isEmpty();
            shelf.answer.complete(second);
            Prediction after = send(driver);
            assertThat(after.step()).isEqualTo(2);
            assertThat(after.lineage()).isEqualTo(second.lineage());
            assertThat(told(driver).stream().map(event -> event.get("command").asText()))
                    .containsExactly("rollback", "pause");
            assertThat(send(driver).step()).as("and the pause came after").isEqualTo(2);
        }
    }

    @Test
    void aRollbackThatFindsNothingIsRefusedAndChangesNothing() throws IOException {
        Shelf shelf = new Shelf();
        shelf.answer = CompletableFuture.failedFuture(new IllegalArgumentException("no such checkpoint"));
        try (Driver driver = Driver.open(shelf, "record.control-topic", TOPIC)) {
            send(driver);
            driver.command("1", "{\"command\":\"rollback\",\"to\":\"step:7\"}");
            assertThat(steps(driver, 2)).containsExactly(1L, 2L);
            JsonNode told = told(driver).get(0);
            assertThat(told.get("outcome").asText()).isEqualTo("refused");
            assertThat(told.get("reason").asText()).isEqualTo("no such checkpoint");
        }
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() throws IOException {
        Shelf shelf = new Shelf();
        try (Driver driver = Driver.open(shelf, "record.control-topic", TOPIC)) {
            driver.advance(Duration.ofMillis(10));
            send(driver);
            Checkpoint own = shelf.offered.get(0);
            Checkpoint other = new Checkpoint(
                    own.lineage(),
                    own.step(),
                    own.application(),
                    own.topic(),
                    own.partition(),
                    own.offset(),
                    "other@1",
                    "00",
                    own.method(),
                    own.settings(),
                    own.figures(),
                    own.arrays());
            shelf.answer.complete(other);
            driver.command("1", "{\"command\":\"rollback\",\"to\":\"x\"}");
            send(driver);
            assertThat(told(driver).get(0).get("reason").asText()).contains("checkpoint refused", "other@1");
        }
    }

    @Test
    void aPromotionTakesWhatOnePartitionHasLearned() throws IOException {
        Shelf shelf = new Shelf();
        try (Driver driver = Driver.open(shelf, "record.control-topic", TOPIC)) {
            send(driver);
            driver.command("1", "{\"command\":\"promote\",\"to\":\"2\"}");
            driver.command("2", "{\"command\":\"promote\",\"to\":\"2\",\"partition\":0}");
            send(driver);
            assertThat(shelf.asked).isEqualTo("2 of step 1");
            assertThat(told(driver).stream()
                            .map(event -> event.get("id").asText()
                                    + event.get("outcome").asText()))
                    .containsExactly("1refused", "2applied");
        }
    }

    @Test
    void anAnswerNamesTheWeightsThatWerePromoted() throws IOException {
        Shelf shelf = new Shelf();
        shelf.promoted = new CompletableFuture<>();
        try (Driver driver = Driver.open(shelf, "record.control-topic", TOPIC)) {
            send(driver);
            driver.command("1", "{\"command\":\"promote\",\"to\":\"2\",\"partition\":0}");
            assertThat(steps(driver, 3)).containsExactly(1L, 2L, 3L);
            shelf.promoted.complete("digits@2");
            send(driver);
            JsonNode told = told(driver).get(0);
            assertThat(told.at("/from/step").asLong()).isEqualTo(1);
            assertThat(told.at("/to/step").asLong()).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoCommandIsRefusedOnceAndTheStreamGoesOn() throws IOException {
        try (Driver driver = Driver.open("record.control-topic", TOPIC)) {
            driver.command("1", "{\"command\":\"explode\"}");
            driver.command("2", "not json");
            driver.command("3", "{\"command\":\"rollback\"}");
            driver.command("4", "{\"command\":\"reset\",\"partition\":7}");
            assertThat(steps(driver, 2)).containsExactly(0L, 1L);
            assertThat(told(driver).stream()
                            .map(event -> event.get("id").asText()
                                    + event.get("outcome").asText()))
                    .containsExactly("1refused", "2refused", "3refused");
        }
    }

    @Test
    void anIdleStreamObeysToo() throws IOException {
        try (Driver driver = Driver.open("record.control-topic", TOPIC)) {
            driver.command("1", "{\"command\":\"pause\"}");
            driver.advance(Duration.ofSeconds(2));
            assertThat(told(driver)).hasSize(1);
            driver.advance(Duration.ofSeconds(2));
            assertThat(told(driver)).isEmpty();
        }
    }

    private List<Long> steps(Driver driver, int batches) {
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < batches; i++) {
            steps.add(send(driver).step());
        }
        return steps;
    }

    /** A batch; the last of its predictions. */
    private Prediction send(Driver driver) {
        for (int i = 0; i < BATCH; i++) {
            driver.send(digits.good(next++));
        }
        var predictions = driver.predictions();
        return PredictionJson.decode(predictions.get(predictions.size() - 1).value());
    }

    private static List<JsonNode> told(Driver driver) throws IOException {
        List<JsonNode> told = new ArrayList<>();
        for (var record : driver.drift()) {
            told.add(new ObjectMapper().readTree(new String(record.value(), UTF_8)));
        }
        return told;
    }
}
