// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.uncertainty.Calibration;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.digits.DigitStream;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The built-in example with labels, as it is served: two cycles of all its phases, one window for each phase. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitsQualityTest {

    private static final int PHASE = DigitStream.PHASE_LENGTH;
    private static final int EVENTS = 2 * 8 * PHASE;

    private final DigitRecords digits = new DigitRecords("perennial.events");
    private Driver driver;
    private List<Prediction> predictions;
    private List<Uncertainty> uncertainties;
    private final List<JsonNode> labelled = new ArrayList<>();
    private final List<JsonNode> estimates = new ArrayList<>();

    @BeforeAll
    void stream() throws IOException {
        driver = Driver.open(
                "publish.labels-topic",
                "perennial.labels",
                "publish.quality-window",
                Integer.toString(PHASE),
                "score.abstain-below",
                "0",
                "score.abstain-risk",
                "0.05",
                "tensor.batch-size",
                "64");
        for (int i = 0; i < EVENTS; i++) {
            driver.sendLabel("{\"id\": \"" + DigitRecords.id(i) + "\", \"label\": " + digits.label(i) + "}");
            driver.send(digits.good(i));
        }
        predictions = driver.predictions().stream()
                .map(record -> PredictionJson.decode(record.value()))
                .toList();
        uncertainties = driver.uncertainties().stream()
                .map(record -> UncertaintyJson.decode(record.value()))
                .toList();
        ObjectMapper json = new ObjectMapper();
        for (TestRecord<byte[], byte[]> record : driver.quality()) {
            JsonNode window = json.readTree(new String(record.value(), UTF_8));
            (window.get("quality").textValue().equals("labelled") ? labelled : estimates).add(window);
        }
    }

    @AfterAll
    void close() {
        driver.close();
    }

    @Test
    void everyPhaseHasAWindow() {
        assertThat(predictions).hasSize(EVENTS);
        assertThat(labelled).hasSize(EVENTS / PHASE).allSatisfy(window -> {
            assertThat(window.get("events").intValue()).isEqualTo(PHASE);
            assertThat(window.get("labelDelay").doubleValue()).isZero(); // labels came first
            assertThat(window.get("late").intValue()).isZero();
        });
        assertThat(estimates).hasSameSizeAs(labelled);
        assertThat(driver.labels("joined")).isEqualTo(EVENTS);
    }

    @Test
    void adaptiveSetsHoldTheirLevelInEveryPhaseAndTheSourcesDoNot() {
        int hits = 0;
        int sets = 0;
        for (int i = 0; i < EVENTS; i++) {
            int[] set = uncertainties.get(i).set();
            if (set != null) { // all but the first event
                int truth = digits.label(i);
                hits += Arrays.stream(set).anyMatch(member -> member == truth) ? 1 : 0;
                sets++;
            }
        }
        assertThat(sets).isEqualTo(EVENTS - 1);
        assertThat((double) hits / sets).isBetween(0.88, 0.92);
        for (int phase = 0; phase < 8; phase++) {
            double adaptive = mean(phase, "adaptiveSets", "coverage");
            assertThat(adaptive).as(DigitStream.phases().get(phase)).isBetween(0.88, 0.92);
            assertThat(mean(phase, "adaptiveSets", "size")).isLessThan(3);
        }
        // The sets are worth what they promise where the source is at home, and nothing in the dark.
        assertThat(mean(0, "fixedSets", "coverage")).isGreaterThan(0.88);
        assertThat(mean(1, "fixedSets", "coverage")).isLessThan(0.2);
        double fixed = 0;
        for (int phase = 0; phase < 8; phase++) {
            fixed += mean(phase, "fixedSets", "coverage") / 8;
        }
        assertThat(fixed).isLessThan(0.5);
    }

    @Test
    void theAdaptedModelIsCalibratedAndTheSourceIsNot() {
        Calibration adapted = new Calibration();
        double sourceError = 0;
        for (int i = 0; i < EVENTS; i++) {
            Prediction p = predictions.get(i);
            adapted.add(new Probabilities(p.probabilities(), 10), 0, digits.label(i));
        }
        for (JsonNode window : labelled) {
            sourceError += window.at("/source/ece").doubleValue() * PHASE / EVENTS;
        }
        assertThat(adapted.expectedError()).isLessThan(0.05);
        assertThat(sourceEce()).isGreaterThan(0.3);
        assertThat(sourceError).isGreaterThan(0.3);
    }

    /** Over the whole stream, from what is published of the source: its class and its confidence. */
    private double sourceEce() {
        Calibration source = new Calibration();
        for (int i = 0; i < EVENTS; i++) {
            Prediction p = predictions.get(i);
            float sure = p.sourceConfidence();
            boolean right = p.sourceLabel() == digits.label(i);
            source.add(new Probabilities(new float[] {sure, 0}, 2), 0, right ? 0 : 1);
        }
        return source.expectedError();
    }

    @Test
    void whatIsReliableIsWithinFivePoints() {
        int reliable = 0;
        for (int w = 0; w < labelled.size(); w++) {
            for (String model : List.of("adapted", "source")) {
                JsonNode estimate = estimates.get(w).get(model);
                double accuracy = 1 - labelled.get(w).get(model).get("error").doubleValue();
                double off = Math.abs(estimate.get("accuracy").doubleValue() - accuracy);
                if (estimate.get("reliable").booleanValue()) {
                    reliable++;
                    assertThat(off)
                            .as("%s in %s", model, DigitStream.phases().get(w % 8))
                            .isLessThan(0.05);
                }
                assertThat(off)
                        .as("%s in %s", model, DigitStream.phases().get(w % 8))
                        .isLessThan(estimate.get("margin").doubleValue());
            }
        }
        assertThat(reliable).as("some are, or the flag says nothing").isPositive();
    }

    @Test
    void atMostTheRiskIsWrongAmongTheAnswered() {
        int answered = 0;
        int wrong = 0;
        int wrongOfAll = 0;
        for (int i = 0; i < EVENTS; i++) {
            boolean miss = predictions.get(i).label() != digits.label(i);
            wrongOfAll += miss ? 1 : 0;
            answered += uncertainties.get(i).abstain() ? 0 : 1;
            wrong += miss && !uncertainties.get(i).abstain() ? 1 : 0;
        }
        assertThat((double) wrongOfAll / EVENTS).isGreaterThan(0.1);
        assertThat((double) wrong / answered).isLessThan(0.055);
        assertThat((double) answered / EVENTS).isGreaterThan(0.5);
    }

    @Test
    void theMetersSayTheSame() {
        JsonNode last = labelled.get(labelled.size() - 1);
        // The window has just ended, so the meter looks back on exactly it.
        assertThat(driver.error("adapted")).isCloseTo(error(last, "adapted"), within(1e-6));
        assertThat(driver.error("source")).isCloseTo(error(last, "source"), within(1e-6));
    }

    private static double error(JsonNode window, String model) {
        return window.get(model).get("error").doubleValue();
    }

    private double mean(int phase, String sets, String figure) {
        double sum = 0;
        for (int w = phase; w < labelled.size(); w += 8) {
            sum += labelled.get(w).get(sets).get(figure).doubleValue() / (labelled.size() / 8.0);
        }
        return sum;
    }
}
