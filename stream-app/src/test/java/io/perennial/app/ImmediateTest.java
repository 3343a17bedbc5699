// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of events that are scored on arrival, and by whom. */
class ImmediateTest extends ImmediateFixture {

    @Test
    void everyEventIsAnsweredOnItsArrival() throws IOException {
        try (Driver driver = immediate()) {
            for (int i = 0; i < 3 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.id()).isEqualTo(DigitRecords.id(i));
                assertThat(prediction.servedBy()).isEqualTo(Prediction.ADAPTED);
                assertThat(driver.uncertainties()).hasSize(1);
            }
            driver.advance(Driver.MAX_WAIT.multipliedBy(3));
            assertThat(driver.predictions()).as("and once").isEmpty();
        }
    }

    @Test
    void uncertaintySaysWhatASingleEventTells() throws IOException {
        try (Driver driver = immediate("adapt.anchor-threshold", "1")) {
            sendBatch(driver);
            driver.uncertainties();
            send(driver);
            Uncertainty uncertainty =
                    UncertaintyJson.decode(driver.uncertainties().get(0).value());
            assertThat(uncertainty.views()).isZero();
            assertThat(uncertainty.mutualInformation()).isZero();
            assertThat(uncertainty.teacherStudentDivergence()).isZero();
            assertThat(uncertainty.entropy()).isPositive();
            assertThat(uncertainty.sourceDivergence()).isNotNaN();
            assertThat(uncertainty.step()).isEqualTo(1);
        }
    }

    @Test
    void withoutTheShadowThereIsNoSourceLabel() throws IOException {
        try (Driver driver = immediate("score.source-shadow", "false")) {
            assertThat(send(driver).sourceLabel()).isEqualTo(-1);
        }
    }

    @Test
    void theSnapshotSaysWhatTheMethodWouldSay() throws IOException {
        String[] plain = {"adapt.views", "0"};
        try (Driver driver = immediate(plain);
                Driver batches = Driver.open(plain)) {
            for (int i = 0; i < BATCH; i++) {
                batches.send(digits.good(i));
                float[] said = send(driver).probabilities();
                if (i == BATCH - 1) {
                    List<Prediction> all = batches.predictions().stream()
                            .map(record -> PredictionJson.decode(record.value()))
                            .toList();
                    // The first batch has moved the statistics by a little before its predictions are made.
                    for (int c = 0; c < said.length; c++) {
                        assertThat(said[c]).isCloseTo(all.get(i).probabilities()[c], within(0.02f));
                    }
                }
            }
        }
    }

    @Test
    void whileTheGuardIsOpenTheSourceAnswersAndSaysSo() throws IOException {
        try (Driver driver = immediate(GuardTest.RUINED)) {
            for (int i = 0; i < 3 * BATCH; i++) {
                Prediction prediction = send(driver);
                assertThat(prediction.servedBy()).isEqualTo(i < BATCH ? Prediction.ADAPTED : Prediction.SOURCE);
                if (i >= BATCH) {
                    assertThat(prediction.label()).isEqualTo(prediction.sourceLabel());
                }
            }
            assertThat(driver.guardState()).isEqualTo(2);
            assertThat(driver.drift()).hasSize(1);
        }
    }

    /** Between two snapshots, too: who answers is known after every step. */
    @Test
    void anOpenGuardDoesNotWaitForTheNextSnapshot() throws IOException {
        try (Driver driver = immediate(and("score.snapshot-interval", "1000", GuardTest.RUINED))) {
            sendBatch(driver);
            assertThat(send(driver).servedBy()).isEqualTo(Prediction.SOURCE);
        }
    }

    @Test
    void theDefaultMethodIsAnsweredFromTheExpertsThatAreBelieved() throws IOException {
        try (Driver driver = immediate("adapt.method", "perennial", "tensor.batch-size", "64")) {
            int right = 0;
            for (int i = 0; i < 512; i++) {
                right += send(driver).label() == digits.label(i) ? 1 : 0;
            }
            assertThat(right).as("of 512 clean digits").isGreaterThan(480);
            assertThat(driver.learned() + driver.skipped("waiting")).isEqualTo(8);
        }
    }

    @Test
    void aResetIsAnsweredFromTheSourceAtOnce() throws IOException {
        try (Driver driver = immediate("record.control-topic", CONTROL)) {
            String source = send(driver).lineage();
            for (int i = 1; i < 2 * BATCH; i++) {
                send(driver);
            }
            assertThat(send(driver).step()).isEqualTo(2);
            driver.command("1", "{\"command\":\"reset\"}");
            send(driver);
            assertThat(send(driver).lineage()).isEqualTo(source);
        }
    }

    @Test
    void aPauseLeavesTheSnapshotAsItIs() throws IOException {
        try (Driver driver = immediate("record.control-topic", CONTROL)) {
            sendBatch(driver);
            driver.command("1", "{\"command\":\"pause\"}");
            for (int i = 0; i < 3; i++) {
                assertThat(sendBatch(driver)).isEqualTo(1);
            }
            assertThat(driver.skipped("paused")).isEqualTo(3);
            driver.command("2", "{\"command\":\"resume\"}");
            sendBatch(driver);
            assertThat(send(driver).step()).isEqualTo(2);
        }
    }

    @Test
    void labelsFindTheirPredictions() throws IOException {
        try (Driver driver = immediate("publish.labels-topic", "perennial.labels")) {
            for (int i = 0; i < 2 * BATCH; i++) {
                send(driver);
                driver.sendLabel("{\"id\": \"" + DigitRecords.id(i) + "\", \"label\": " + digits.label(i) + "}");
            }
            assertThat(driver.labels("joined")).isEqualTo(2 * BATCH);
        }
    }
}
