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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {

    private final DigitRecords digits = new DigitRecords("perennial.events");

    @ParameterizedTest
    @ValueSource(strings = {"perennial", "petal-fim", "petal-sres", "norm"})
    void whatLearnsCountsItsStepsAndKeepsThem(String method) throws IOException {
        // So few digits are nearly all of one class to the source, which would then answer.
        try (Driver driver = Driver.open("adapt.method", method, "adapt.class-check", "false")) {
            List<Prediction> predictions = twiceTheSame(driver);
            assertThat(predictions).extracting(Prediction::step).startsWith(0L).endsWith(1L);
            assertThat(values(predictions.subList(BATCH, 2 * BATCH)))
                    .isNotEqualTo(values(predictions.subList(0, BATCH)));
            assertThat(stored(driver)).isPositive();
            assertThat(driver.changelog("weights")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "source", "mix", "ema"})
    void everyKindOfStatisticsRuns(String statistics) throws IOException {
        try (Driver driver = Driver.open("adapt.statistics", statistics)) {
            assertThat(twiceTheSame(driver)).allSatisfy(prediction -> assertThat(prediction.confidence())
                    .isBetween(0.1f, 1f));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lookahead, depth",
        "lookahead, width",
        "experts, 2",
        "views-adaptive, true",
        "divergence-gate, 0.3",
        "schedule, infinite",
        "gate, event",
        "view-average, probabilities",
        "clear-moments, true",
        "restore-scope, tensor"
    })
    void whatIsAddedToPetalLearnsAndIsKept(String key, String value) throws IOException {
        try (Driver driver = Driver.open("adapt." + key, value)) {
            assertThat(twiceTheSame(driver))
                    .extracting(Prediction::step)
                    .startsWith(0L)
                    .endsWith(1L);
            assertThat(stored(driver)).isPositive();
        }
    }

    @Test
    void whatDoesNotSettleIsAbstained() throws IOException {
        assertThat(abstentions("adapt.views-adaptive", "true", "adapt.views-tolerance", "1e-6"))
                .isPositive();
        assertThat(abstentions()).isZero();
    }

    /** Where no confidence is too low. */
    private long abstentions(String... more) throws IOException {
        List<String> keys = new ArrayList<>(List.of("score.abstain-below", "0", "adapt.anchor-threshold", "1"));
        keys.addAll(List.of(more));
        try (Driver driver = Driver.open(keys.toArray(String[]::new))) {
            twiceTheSame(driver);
            return driver.uncertainties().stream()
                    .map(record -> UncertaintyJson.decode(record.value()))
                    .filter(Uncertainty::abstain)
                    .count();
        }
    }

    @Test
    void whatIsFrozenSaysWhatTheSourceSays() throws IOException {
        try (Driver driver = Driver.open("adapt.method", "frozen")) {
            List<Prediction> predictions = twiceTheSame(driver);
            assertThat(predictions).allSatisfy(prediction -> {
                assertThat(prediction.label()).isEqualTo(prediction.sourceLabel());
                assertThat(prediction.confidence()).isCloseTo(prediction.sourceConfidence(), within(1e-5f));
            });
            assertThat(values(predictions.subList(BATCH, 2 * BATCH))).isEqualTo(values(predictions.subList(0, BATCH)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"perennial", "petal-fim", "petal-sres", "norm", "frozen"})
    void whereAdaptationIsOffNothingChanges(String method) throws IOException {
        try (Driver driver = Driver.open("adapt.method", method, "adapt.enabled", "false")) {
            List<Prediction> predictions = twiceTheSame(driver);
            assertThat(predictions).extracting(Prediction::step).containsOnly(0L);
            assertThat(predictions.stream().map(Prediction::lineage).distinct()).hasSize(1);
            assertThat(values(predictions.subList(BATCH, 2 * BATCH))).isEqualTo(values(predictions.subList(0, BATCH)));
            assertThat(stored(driver)).isZero();
            assertThat(driver.changelog("weights")).isEmpty();
        }
    }

    /** One batch of unclear digits, and the same once more. */
    /** The default remembers events, which are far more than the few weights that it learns. */
    @ParameterizedTest
    @CsvSource({"1MiB, 2", "4KiB, 1"})
    void whatIsRememberedCountsWhereTheSizeOfACheckpointIsAskedFor(String limit, int written) throws IOException {
        try (Driver driver = Driver.open("adapt.method", "perennial", "adapt.checkpoint.inline-limit", limit)) {
            assertThat(twiceTheSame(driver)).extracting(Prediction::step).endsWith(1L);
            assertThat(driver.changelog("weights"))
                    .filteredOn(record -> Arrays.equals(record.key(), "index".getBytes(StandardCharsets.UTF_8)))
                    .hasSize(written);
        }
    }

    private List<Prediction> twiceTheSame(Driver driver) {
        for (int i = 0; i < 2 * BATCH; i++) {
            driver.send(digits.good(1100 + i % BATCH));
        }
        return driver.predictions().stream()
                .map(record -> PredictionJson.decode(record.value()))
                .toList();
    }

    private static List<String> values(List<Prediction> predictions) {
        return predictions.stream()
                .map(prediction -> Arrays.toString(prediction.probabilities()))
                .toList();
    }

    private static long stored(Driver driver) {
        try (KeyValueIterator<String, byte[]> all =
                driver.<String>store("weights").all()) {
            long entries = 0;
            for (; all.hasNext(); all.next()) {
                entries++;
            }
            return entries;
        }
    }
}
