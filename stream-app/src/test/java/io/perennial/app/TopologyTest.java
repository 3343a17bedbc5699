// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class TopologyTest {

    /** Here the source is unsure, so views are drawn. */
    private static final long DARKNESS = 1100;

    private final DigitRecords digits = new DigitRecords("perennial.events");

    @Test
    void aBatchLeavesWhenItIsFull() throws IOException {
        try (Driver driver = Driver.open()) {
            send(driver, 0, BATCH - 1);
            assertThat(driver.predictions()).isEmpty();
            send(driver, BATCH - 1, BATCH);
            assertThat(driver.predictions()).hasSize(BATCH);
            assertThat(driver.uncertainties()).hasSize(BATCH);
            assertThat(driver.deadLetters()).isEmpty();
        }
    }

    @Test
    void aBatchThatDoesNotFillLeavesInTime() throws IOException {
        try (Driver driver = Driver.open()) {
            send(driver, 0, 3);
            driver.advance(Driver.MAX_WAIT.minusMillis(1));
            assertThat(driver.predictions()).isEmpty();
            // It is looked at four times per wait, so an event is held for at most 1.25 times the wait.
            driver.advance(Driver.MAX_WAIT.dividedBy(4));
            assertThat(driver.predictions()).hasSize(3);
            driver.advance(Duration.ofMinutes(1));
            assertThat(driver.predictions()).isEmpty();
        }
    }

    @Test
    void theWaitBeginsWithTheFirstEventOfABatch() throws IOException {
        try (Driver driver = Driver.open()) {
            driver.advance(Duration.ofHours(1));
            send(driver, 0, 1);
            driver.advance(Driver.MAX_WAIT.dividedBy(2));
            send(driver, 1, 2);
            assertThat(driver.predictions()).isEmpty();
            driver.advance(Driver.MAX_WAIT.dividedBy(2));
            assertThat(driver.predictions()).hasSize(2);
        }
    }

    @Test
    void keyHeadersTimeAndIdTravelThrough() throws IOException {
        try (Driver driver = Driver.open()) {
            send(driver, 0, BATCH);
            List<TestRecord<byte[], byte[]>> predictions = driver.predictions();
            List<TestRecord<byte[], byte[]>> uncertainties = driver.uncertainties();
            for (int i = 0; i < BATCH; i++) {
                assertTravelled(predictions.get(i), digits.good(i));
                assertTravelled(uncertainties.get(i), digits.good(i));
                assertThat(prediction(predictions.get(i)).id()).isEqualTo(DigitRecords.id(i));
                assertThat(uncertainty(uncertainties.get(i)).id()).isEqualTo(DigitRecords.id(i));
            }
        }
    }

    @Test
    void anEventWithoutIdIsCalledByItsCoordinates() throws IOException {
        try (Driver driver = Driver.open("tensor.batch-size", "1")) {
            send(driver, 0, 1);
            driver.send(new ProducerRecord<>(
                    "perennial.events", null, 5L, null, digits.good(1).value(), null));
            TestRecord<byte[], byte[]> prediction = driver.predictions().get(1);
            assertThat(prediction(prediction).id()).isEqualTo("perennial.events-0-1");
            assertThat(prediction.key()).isNull();
            assertThat(prediction.timestamp()).isEqualTo(5);
            assertThat(header(prediction, "perennial-event-id")).isEqualTo("perennial.events-0-1");
        }
    }

    @Test
    void aBatchIsPredictedByTheWeightsBeforeItIsLearned() throws IOException {
        try (Driver driver = Driver.open()) {
            send(driver, 0, 3 * BATCH);
            List<Prediction> predictions =
                    driver.predictions().stream().map(TopologyTest::prediction).toList();
            List<Uncertainty> uncertainties = driver.uncertainties().stream()
                    .map(TopologyTest::uncertainty)
                    .toList();
            for (int i = 0; i < predictions.size(); i++) {
                assertThat(predictions.get(i).step()).isEqualTo(i / BATCH);
                assertThat(predictions.get(i).lineage())
                        .isEqualTo(predictions.get(i / BATCH * BATCH).lineage());
                assertThat(uncertainties.get(i).step())
                        .isEqualTo(predictions.get(i).step());
                assertThat(uncertainties.get(i).lineage())
                        .isEqualTo(predictions.get(i).lineage());
            }
            assertThat(predictions.stream().map(Prediction::lineage).distinct()).hasSize(3);
        }
    }

    @Test
    void predictionsCarryTheModelAndItsShadow() throws IOException {
        try (Driver driver = Driver.open()) {
            send(driver, 0, 4 * BATCH);
            int right = 0;
            List<TestRecord<byte[], byte[]>> predictions = driver.predictions();
            for (int i = 0; i < predictions.size(); i++) {
                Prediction prediction = prediction(predictions.get(i));
                assertThat(prediction.model()).isEqualTo("digits");
                assertThat(prediction.servedBy()).isEqualTo(Prediction.ADAPTED);
                assertThat(prediction.probabilities()).hasSize(10);
                assertThat(prediction.confidence()).isEqualTo(prediction.probabilities()[prediction.label()]);
                assertThat(prediction.name()).isEqualTo(Integer.toString(prediction.label()));
                assertThat(prediction.sourceLabel()).isBetween(0, 9);
                right += prediction.label() == digits.label(i) ? 1 : 0;
            }
            assertThat(right).as("of %s clean digits", 4 * BATCH).isGreaterThanOrEqualTo(4 * BATCH - 2);
        }
    }

    @Test
    void withoutTheShadowThereIsNoSourceLabel() throws IOException {
        try (Driver driver = Driver.open("score.source-shadow", "false")) {
            send(driver, 0, BATCH);
            assertThat(driver.predictions())
                    .extracting(record -> prediction(record).sourceLabel())
                    .containsOnly(-1);
        }
    }

    @Test
    void equalInputsAndSeedsGiveEqualBytes() throws IOException {
        assertThat(bytesOf("adapt.seed", "3")).isEqualTo(bytesOf("adapt.seed", "3"));
    }

    @Test
    void anotherSeedGivesOtherPredictions() throws IOException {
        String[] stochastic = {"adapt.method", "petal-sres", "adapt.restore-probability", "0.5", "adapt.seed", "4"};
        String[] other = stochastic.clone();
        other[5] = "5";
        assertThat(bytesOf(stochastic)).isNotEqualTo(bytesOf(other)).isEqualTo(bytesOf(stochastic));
    }

    @Test
    void v2ResponsesAnswerV2Requests() throws IOException {
        try (Driver driver = Driver.open("publish.format", "v2", "tensor.batch-size", "4")) {
            send(driver, 0, 4);
            String response = new String(driver.predictions().get(3).value(), UTF_8);
            assertThat(response)
                    .contains("\"model_name\":\"digits\"", "\"model_version\":\"1\"", "\"id\":\"digit-3\"")
                    .contains("\"name\":\"probabilities\",\"shape\":[1,10],\"datatype\":\"FP32\"")
                    .contains("\"name\":\"label\",\"shape\":[1],\"datatype\":\"INT64\"");
        }
    }

    private List<String> bytesOf(String... overrides) throws IOException {
        try (Driver driver = Driver.open(overrides)) {
            send(driver, DARKNESS, DARKNESS + 4 * BATCH);
            return Stream.concat(driver.predictions().stream(), driver.uncertainties().stream())
                    .map(record -> new String(record.value(), UTF_8))
                    .toList();
        }
    }

    private void send(Driver driver, long from, long to) {
        for (long i = from; i < to; i++) {
            driver.send(digits.good(i));
        }
    }

    private static void assertTravelled(TestRecord<byte[], byte[]> outcome, ProducerRecord<byte[], byte[]> event) {
        assertThat(outcome.key()).isEqualTo(event.key());
        assertThat(outcome.timestamp()).isEqualTo(event.timestamp());
        for (String name : List.of(DigitRecords.TRACE, DigitRecords.BASKET, "perennial-event-id")) {
            assertThat(outcome.headers().headers(name))
                    .as(name)
                    .containsExactlyElementsOf(event.headers().headers(name));
        }
        assertThat(header(outcome, "content-type")).isEqualTo("application/json");
        assertThat(outcome.headers().lastHeader("shape"))
                .as("the shape of the event's payload")
                .isNull();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static Prediction prediction(TestRecord<byte[], byte[]> record) {
        return PredictionJson.decode(record.value());
    }

    private static Uncertainty uncertainty(TestRecord<byte[], byte[]> record) {
        return UncertaintyJson.decode(record.value());
    }
}
