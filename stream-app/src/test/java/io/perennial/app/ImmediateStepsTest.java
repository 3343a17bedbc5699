// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is learned from events that have been answered, and when it is seen. */
class ImmediateStepsTest extends ImmediateFixture {

    @Test
    void anEventIsAnsweredByTheSnapshotAfterTheStepsBeforeIt() throws IOException {
        try (Driver driver = immediate();
                Driver batches = Driver.open()) {
            for (int i = 0; i < 4 * BATCH; i++) {
                batches.send(digits.good(i));
            }
            List<String> lineages = batches.predictions().stream()
                    .map(record -> PredictionJson.decode(record.value()).lineage())
                    .toList();
            for (int i = 0; i < 4 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.step()).isEqualTo(i / BATCH);
                assertThat(prediction.lineage()).as("event %s", i).isEqualTo(lineages.get(i));
            }
        }
    }

    @Test
    void theWeightsAreThoseOfBatchMode() throws IOException {
        try (Driver driver = immediate();
                Driver batches = Driver.open()) {
            for (int i = 0; i < 6 * BATCH; i++) {
                driver.send(digits.good(i));
                batches.send(digits.good(i));
            }
            assertThat(weights(driver)).isEqualTo(weights(batches));
        }
    }

    /** Steps that come late are the same steps: what was scored meanwhile has no part in them. */
    @Test
    void whenAStepIsTakenDoesNotChangeIt() throws IOException {
        try (Driver driver = held("score.backlog", "10");
                Driver batches = Driver.open()) {
            for (int i = 0; i < 6 * BATCH; i++) {
                driver.send(digits.good(i));
                batches.send(digits.good(i));
                if (i % 13 == 0) {
                    held.run();
                }
            }
            drain(driver);
            assertThat(weights(driver)).isEqualTo(weights(batches));
        }
    }

    @Test
    void predictionsDoNotWaitForTheStepAndNameTheOlderSnapshot() throws IOException {
        try (Driver driver = held()) {
            for (int i = 0; i < 2 * BATCH + 1; i++) {
                assertThat(send(driver).step()).isZero();
            }
            held.run();
            assertThat(send(driver).step())
                    .as("the step is taken over after this event")
                    .isZero();
            assertThat(send(driver).step()).isEqualTo(1);
        }
    }

    @Test
    void aSnapshotIsTakenEverySoManySteps() throws IOException {
        try (Driver driver = immediate("score.snapshot-interval", "3")) {
            List<Long> steps = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                steps.add(sendBatch(driver));
            }
            assertThat(steps).containsExactly(0L, 0L, 0L, 3L, 3L, 3L, 6L);
            assertThat(driver.learned()).isEqualTo(7);
        }
    }

    @Test
    void batchesThatFindNoRoomAreNotLearnedFromOldestFirst() throws IOException {
        try (Driver driver = held("score.backlog", "2")) {
            for (int i = 0; i < 5; i++) {
                sendBatch(driver);
            }
            assertThat(driver.meter("perennial.adapt.backlog")).isEqualTo(2);
            assertThat(driver.skipped("behind"))
                    .as("one is on its way, two wait")
                    .isEqualTo(2);
            assertThat(pending(driver)).isEqualTo(3 * BATCH);
            drain(driver);
            assertThat(driver.learned()).isEqualTo(3);
            assertThat(pending(driver)).isZero();
            assertThat(driver.meter("perennial.adapt.backlog")).isZero();
        }
    }

    /** The batch is learned from in full, or not at all, whenever the process ends. */
    @Test
    void aBatchIsPendingUntilItsStepIsTakenOver() throws IOException {
        try (Driver driver = held()) {
            sendBatch(driver);
            assertThat(pending(driver)).isEqualTo(BATCH);
            held.run();
            assertThat(pending(driver)).as("taken, not taken over").isEqualTo(BATCH);
            driver.advance(Duration.ofMillis(200));
            assertThat(pending(driver)).isZero();
            assertThat(driver.learned()).isEqualTo(1);
        }
    }

    @Test
    void aBatchThatDoesNotFillIsLearnedFromInTime() throws IOException {
        try (Driver driver = immediate()) {
            send(driver);
            driver.advance(Driver.MAX_WAIT.plus(Driver.MAX_WAIT));
            assertThat(driver.learned()).isEqualTo(1);
            assertThat(send(driver).step()).isEqualTo(1);
        }
    }

    @Test
    void commandsAreTakenBetweenTwoSteps() throws IOException {
        try (Driver driver = held("record.control-topic", CONTROL)) {
            sendBatch(driver);
            driver.command("1", "{\"command\":\"reset\"}");
            send(driver);
            assertThat(driver.drift()).as("a step is on its way").isEmpty();
            held.run();
            assertThat(send(driver).step()).isZero();
            assertThat(driver.drift()).hasSize(1);
            assertThat(send(driver).step()).as("at the source again").isZero();
            assertThat(driver.learned()).isEqualTo(1);
        }
    }
}
