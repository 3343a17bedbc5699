// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.UncertaintyJson;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** The guard in the service, around a method whose first step throws the weights away. */
class GuardTest {

    /** A method whose first step throws the weights away, with a guard. */
    static final String[] RUINED = {
        "adapt.guard",
        "on",
        "adapt.learning-rate",
        "1",
        "adapt.teacher-momentum",
        "0",
        "adapt.anchor-threshold",
        "1",
        "adapt.views",
        "1"
    };

    private final DigitRecords digits = new DigitRecords("perennial.events");

    @Test
    void aTransitionReachesTheDriftTopicOnce() throws IOException {
        try (Driver driver = Driver.open(RUINED)) {
            send(driver, 0, 4 * BATCH);
            List<TestRecord<byte[], byte[]>> drift = driver.drift();
            assertThat(drift).hasSize(1);
            JsonNode event = new ObjectMapper().readTree(drift.get(0).value());
            assertThat(event.get("drift").asText()).isEqualTo("guard");
            assertThat(event.get("from").asText()).isEqualTo("closed");
            assertThat(event.get("to").asText()).isEqualTo("open");
            assertThat(event.get("reason").asText()).isEqualTo("distance-jump");
            assertThat(event.get("step").asLong()).isEqualTo(1);
            assertThat(event.get("lineage").asText())
                    .isEqualTo(predictions(driver).get(BATCH).lineage());
            assertThat(drift.get(0).timestamp())
                    .isEqualTo(digits.good(BATCH - 1).timestamp());
        }
    }

    @Test
    void whileOpenTheSourceAnswersAndSaysSo() throws IOException {
        try (Driver driver = Driver.open(RUINED)) {
            send(driver, 0, 3 * BATCH);
            List<Prediction> predictions = predictions(driver);
            assertThat(predictions.subList(0, BATCH))
                    .extracting(Prediction::servedBy)
                    .containsOnly(Prediction.ADAPTED);
            assertThat(predictions.subList(BATCH, 3 * BATCH)).allSatisfy(prediction -> {
                assertThat(prediction.servedBy()).isEqualTo(Prediction.SOURCE);
                assertThat(prediction.label()).isEqualTo(prediction.sourceLabel());
            });
            assertThat(driver.uncertainties())
                    .extracting(record -> UncertaintyJson.decode(record.value()).servedBy())
                    .startsWith(Prediction.ADAPTED)
                    .endsWith(Prediction.SOURCE);
            assertThat(driver.guardState()).isEqualTo(2);
            assertThat(driver.guardTransitions("open")).isEqualTo(1);
            assertThat(driver.guardTransitions("closed")).isZero();
            assertThat(driver.learned()).isEqualTo(1);
            assertThat(driver.skipped("guard")).isEqualTo(2);
        }
    }

    @Test
    void withoutAGuardNobodyStepsIn() throws IOException {
        String[] unguarded = RUINED.clone();
        unguarded[1] = "auto";
        try (Driver driver = Driver.open(unguarded)) {
            send(driver, 0, 3 * BATCH);
            assertThat(driver.drift()).isEmpty();
            assertThat(predictions(driver)).extracting(Prediction::servedBy).containsOnly(Prediction.ADAPTED);
            assertThat(driver.guardState()).isNaN();
        }
    }

    private void send(Driver driver, int from, int to) {
        for (int i = from; i < to; i++) {
            driver.send(digits.good(i));
        }
    }

    private static List<Prediction> predictions(Driver driver) {
        return driver.predictions().stream()
                .map(record -> PredictionJson.decode(record.value()))
                .toList();
    }
}
