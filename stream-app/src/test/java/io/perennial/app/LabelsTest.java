// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.record.DeadLetter;
import io.perennial.record.StoreFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LabelsTest {

    private final DigitRecords digits = new DigitRecords("perennial.events");
    private Driver driver;

    @BeforeEach
    void open() throws IOException {
        driver = Driver.open("publish.labels-topic", "perennial.labels", "adapt.method", "frozen");
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void thereIsNoErrorBeforeALabelComes() {
        predict();
        assertThat(driver.error("adapted")).isNaN();
        assertThat(driver.error("source")).isNaN();
    }

    @Test
    void labelsAfterTheirPredictionsGiveTheLiveError() {
        List<Prediction> predictions = predict();
        label(0, predictions.get(0).label());
        assertThat(driver.error("adapted")).isZero();
        label(1, (predictions.get(1).label() + 1) % 10);
        assertThat(driver.error("adapted")).isEqualTo(0.5);
        assertThat(driver.error("source")).isEqualTo(0.5);
    }

    @Test
    void labelsBeforeTheirPredictionsGiveTheSame() {
        label(0, (digits.label(0) + 1) % 10);
        for (int i = 1; i < BATCH; i++) {
            label(i, digits.label(i));
        }
        assertThat(driver.error("adapted")).isNaN();
        predict();
        assertThat(driver.error("adapted")).isEqualTo(1.0 / BATCH);
        assertThat(driver.error("source")).isEqualTo(1.0 / BATCH);
        assertThat(driver.labels("joined")).isEqualTo(BATCH);
    }

    @Test
    void aSecondLabelIsNotCountedAgain() {
        predict();
        label(0, digits.label(0));
        label(0, (digits.label(0) + 1) % 10);
        assertThat(driver.error("adapted")).isZero();
        assertThat(driver.labels("joined")).isEqualTo(1);
        assertThat(driver.labels("duplicate")).isEqualTo(1);
    }

    @Test
    void anEventThatComesAgainAfterItsLabelIsNotJudgedAgain() {
        predict();
        label(0, digits.label(0));
        predict();
        label(0, digits.label(0));
        assertThat(driver.labels("joined")).isEqualTo(1);
        assertThat(driver.labels("duplicate")).isEqualTo(1);
    }

    @Test
    void aSecondLabelBeforeThePredictionChangesNothing() {
        label(0, digits.label(0));
        label(0, (digits.label(0) + 1) % 10);
        predict();
        assertThat(driver.error("adapted")).isZero();
        assertThat(driver.labels("duplicate")).isEqualTo(1);
    }

    @Test
    void labelsMayNameTheClass() {
        predict();
        driver.sendLabel("{\"id\": \"digit-3\", \"label\": \"" + digits.label(3) + "\"}");
        assertThat(driver.error("adapted")).isZero();
    }

    @Test
    void whatFindsNoPartnerIsForgottenAfterAnHourAndItsIdAfterAnother() {
        label(99, 1);
        predict();
        label(0, digits.label(0));
        driver.advance(Duration.ofMinutes(59));
        assertThat(waiting()).isEqualTo(1 + BATCH);
        assertThat(driver.labels("unknown")).isZero();
        driver.advance(Duration.ofMinutes(3));
        assertThat(driver.labels("unknown")).isEqualTo(1);
        assertThat(waiting()).isEqualTo(BATCH - 1);
        driver.advance(Duration.ofMinutes(62));
        assertThat(waiting()).isZero();
    }

    @Test
    void aLabelAfterAnHourIsLateAndALaterOneUnknown() {
        predict();
        driver.advance(Duration.ofMinutes(62));
        label(0, digits.label(0));
        assertThat(driver.labels("late")).isEqualTo(1);
        assertThat(driver.error("adapted")).isNaN();
        driver.advance(Duration.ofMinutes(62));
        label(1, digits.label(1));
        driver.advance(Duration.ofMinutes(62));
        assertThat(driver.labels("unknown")).isEqualTo(1);
        assertThat(driver.labels("late")).isEqualTo(1);
    }

    @Test
    void aBadLabelIsADeadLetterWithItsBytesAndCoordinates() {
        label(0, 1);
        driver.sendLabel("{\"id\": \"digit-1\", \"label\": \"ten\"}");
        List<TestRecord<byte[], byte[]>> letters = driver.deadLetters();
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).value()).asString(UTF_8).isEqualTo("{\"id\": \"digit-1\", \"label\": \"ten\"}");
        assertThat(header(letters.get(0), DeadLetter.REASON)).isEqualTo("bad-label");
        assertThat(header(letters.get(0), DeadLetter.TOPIC)).isEqualTo("perennial.labels");
        assertThat(header(letters.get(0), DeadLetter.OFFSET)).isEqualTo("1");
        assertThat(waiting()).isEqualTo(1);
    }

    private List<Prediction> predict() {
        for (int i = 0; i < BATCH; i++) {
            driver.send(digits.good(i));
        }
        return driver.predictions().stream()
                .map(record -> PredictionJson.decode(record.value()))
                .toList();
    }

    private void label(long index, int label) {
        driver.sendLabel("{\"id\": \"" + DigitRecords.id(index) + "\", \"label\": " + label + "}");
    }

    private long waiting() {
        try (KeyValueIterator<String, byte[]> all =
                driver.<String>store("outcomes").all()) {
            long entries = 0;
            while (all.hasNext()) {
                entries += StoreFormat.isStamp(all.next().key) ? 0 : 1;
            }
            return entries;
        }
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), UTF_8);
    }
}
