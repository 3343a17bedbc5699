// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.digits.DigitStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** Drift in the service on the built-in example, which changes its condition every 1,024 events. */
class DriftTest {

    private static final String[] USUAL = {"tensor.batch-size", "64"};
    private static final int PHASE = 1024;

    private final DigitStream stream = new DigitStream(7);
    private final DigitRecords digits = new DigitRecords("perennial.events");

    @Test
    void aChangeOfConditionsIsToldWithinTwoWindowsAndOnce() throws IOException {
        try (Driver driver = Driver.open(USUAL)) {
            send(driver, 0, PHASE);
            assertThat(told(driver)).isEmpty();
            for (int phase = 1; phase < 4; phase++) {
                int began = phase * PHASE;
                send(driver, began, began + PHASE);
                List<JsonNode> input = told(driver).stream()
                        .filter(event -> event.get("drift").asText().equals("input"))
                        .toList();
                assertThat(input).as("phase %s", phase).hasSize(1);
                JsonNode event = input.get(0);
                assertThat(event.get("severity").asText()).isEqualTo("critical");
                assertThat(event.get("was").asText()).isEqualTo(phase == 1 ? "none" : "critical");
                assertThat(event.at("/moved/0/name").asText()).endsWith("of channel 0");
                assertThat(event.at("/moved/0/psi").asDouble()).isGreaterThan(1);
                assertThat(event.get("since").asText()).isEqualTo("2023-11-14T22:13:21Z");
                assertThat(event.get("step").asLong()).isLessThanOrEqualTo((began + 1000) / 64 + 1);
                assertThat(event.get("reference").asText()).isEqualTo("bundle");
            }
            assertThat(driver.meter("perennial.adapt.drift.events", "kind", "input"))
                    .isEqualTo(3);
            assertThat(driver.meter("perennial.adapt.drift.severity", "kind", "input"))
                    .isEqualTo(3);
            assertThat(driver.meter("perennial.record.drift.psi", "window", "tumbling"))
                    .isGreaterThan(1);
            assertThat(driver.meter("perennial.adapt.layer.distance", "layer", "classify"))
                    .isBetween(1e-6, 0.05);
            assertThat(driver.meter("perennial.adapt.layer.restored", "layer", "features.3"))
                    .isBetween(0.01, 0.5);
            assertThat(driver.meter("perennial.adapt.mahalanobis")).isBetween(0.001, 5.0);
            assertThat(driver.meter("perennial.adapt.fisher.threshold")).isPositive();
            assertThat(driver.meter("perennial.adapt.update.cosine")).isBetween(-1.0, 1.0);
            double shares = 0;
            for (int c = 0; c < 10; c++) {
                shares += driver.meter("perennial.score.class.share", "class", "" + c, "model", "source");
            }
            assertThat(shares).isBetween(0.9999, 1.0001);
        }
    }

    /** The method learns nothing here, so that all that counts is what the store keeps. */
    @Test
    void aRestartInTheMiddleKeepsWhatEveryDetectorKnows() throws IOException {
        String[] frozen = {"tensor.batch-size", "64", "adapt.method", "frozen"};
        List<String> without;
        try (Driver driver = Driver.open(frozen)) {
            sendWithBad(driver, 0, 4 * PHASE);
            without = texts(driver);
        }
        assertThat(without).anyMatch(text -> text.contains("\"input\""));
        assertThat(without).anyMatch(text -> text.contains("\"prediction\""));
        assertThat(without).anyMatch(text -> text.contains("\"contract\""));
        List<String> with = new ArrayList<>();
        List<KeyValue<String, byte[]>> kept = new ArrayList<>();
        for (int part = 0; part < 8; part++) {
            try (Driver driver = Driver.open(frozen)) {
                kept.forEach(entry -> driver.<String>store("drift").put(entry.key, entry.value));
                kept.clear();
                sendWithBad(driver, part * PHASE / 2, (part + 1) * PHASE / 2);
                with.addAll(texts(driver));
                try (KeyValueIterator<String, byte[]> all =
                        driver.<String>store("drift").all()) {
                    all.forEachRemaining(kept::add);
                }
            }
        }
        // Each part begins with its own weights, whose steps start at 0; what was seen of the stream is the same.
        assertThat(with.stream().map(DriftTest::withoutSteps))
                .isEqualTo(without.stream().map(DriftTest::withoutSteps).toList());
    }

    @Test
    void whereOnlyRefusedEventsComeThatIsTold() throws IOException {
        try (Driver driver = Driver.open(USUAL)) {
            for (int i = 0; i < 500; i++) {
                bad(driver, i);
            }
            assertThat(told(driver)).isEmpty();
            driver.advance(Duration.ofSeconds(2));
            assertThat(told(driver)).singleElement().satisfies(event -> {
                assertThat(event.get("drift").asText()).isEqualTo("contract");
                assertThat(event.get("severity").asText()).isEqualTo("critical");
                assertThat(event.at("/moved/0/name").asText()).isEqualTo("not-a-number");
                assertThat(event.at("/moved/0/share").asDouble()).isEqualTo(1);
                assertThat(event.get("held").asBoolean()).isFalse();
            });
            assertThat(driver.meter("perennial.record.drift.missing")).isEqualTo(1);
        }
    }

    /** Shares where bytes were expected: every value a 255th, and right again after 2,000 events. */
    @Test
    void nothingIsLearnedWhileFeaturesLookRescaled() throws IOException {
        try (Driver driver = Driver.open(USUAL)) {
            send(driver, 0, PHASE);
            rescaled(driver, PHASE, 3 * PHASE);
            JsonNode event = told(driver).stream()
                    .filter(told -> told.get("drift").asText().equals("contract"))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.get("severity").asText()).isEqualTo("critical");
            assertThat(event.at("/moved/0/how").asText()).isEqualTo("rescaled");
            assertThat(event.at("/moved/0/factor").asDouble()).isEqualTo(1 / 255.0);
            assertThat(event.get("held").asBoolean()).isTrue();
            // From the end of the first window of them alone, 2,000, which is within batch 31 (from 0); 16 follow.
            assertThat(driver.meter("perennial.adapt.skipped", "reason", "contract"))
                    .isEqualTo(16);
            assertThat(driver.meter("perennial.adapt.steps")).isEqualTo(32);
            assertThat(driver.<String>store("weights").get("hold")).containsExactly(1);

            send(driver, 0, PHASE);
            assertThat(told(driver))
                    .filteredOn(told -> told.get("drift").asText().equals("contract"))
                    .singleElement()
                    .satisfies(told -> assertThat(told.get("severity").asText()).isEqualTo("none"));
            assertThat(driver.meter("perennial.adapt.steps")).isGreaterThan(32);
            assertThat(driver.<String>store("weights").get("hold")).containsExactly(0);
        }
    }

    @Test
    void learningGoesOnWhereTheConfigurationSaysSo() throws IOException {
        try (Driver driver = Driver.open("tensor.batch-size", "64", "adapt.drift.hold-on-contract", "false")) {
            send(driver, 0, PHASE);
            rescaled(driver, PHASE, 3 * PHASE);
            assertThat(driver.meter("perennial.adapt.skipped", "reason", "contract"))
                    .isZero();
            assertThat(driver.meter("perennial.adapt.drift.severity", "kind", "contract"))
                    .isEqualTo(3);
        }
    }

    private void rescaled(Driver driver, long from, long to) {
        for (long i = from; i < to; i++) {
            float[] values = stream.at(i % PHASE).values();
            for (int p = 0; p < values.length; p++) {
                values[p] /= 255;
            }
            driver.send(new ProducerRecord<>(
                    "perennial.events",
                    null,
                    DigitRecords.EPOCH + i,
                    null,
                    Arrays.toString(values).getBytes(UTF_8),
                    new RecordHeaders()));
        }
    }

    @Test
    void whatWasRefusedWhileNobodyWatchedIsNoNews() throws IOException {
        List<KeyValue<String, byte[]>> kept = new ArrayList<>();
        try (Driver driver =
                Driver.open("tensor.batch-size", "64", "adapt.method", "frozen", "adapt.drift.enabled", "false")) {
            for (int i = 0; i < 1000; i++) {
                bad(driver, i);
            }
            driver.advance(Duration.ofSeconds(2));
            try (KeyValueIterator<String, byte[]> all =
                    driver.<String>store("drift").all()) {
                all.forEachRemaining(kept::add);
            }
        }
        assertThat(kept).isNotEmpty();
        try (Driver driver = Driver.open("tensor.batch-size", "64", "adapt.method", "frozen")) {
            kept.forEach(entry -> driver.<String>store("drift").put(entry.key, entry.value));
            send(driver, 0, PHASE);
            assertThat(told(driver)).isEmpty();
        }
    }

    @Test
    void withoutWatchingNothingIsTold() throws IOException {
        try (Driver driver =
                Driver.open("tensor.batch-size", "64", "adapt.method", "frozen", "adapt.drift.enabled", "false")) {
            send(driver, 0, 2 * PHASE);
            assertThat(told(driver)).isEmpty();
        }
    }

    private static String withoutSteps(String text) {
        return text.replaceAll("\"(sinceStep|step)\":[0-9]+", "").replaceAll("\"lineage\":\"[0-9a-f]+\"", "");
    }

    private void send(Driver driver, long from, long to) {
        for (long i = from; i < to; i++) {
            driver.send(digits.good(i));
        }
    }

    private void sendWithBad(Driver driver, long from, long to) {
        for (long i = from; i < to; i++) {
            driver.send(digits.good(i));
            if (i % 64 < 5) {
                bad(driver, i);
            }
        }
    }

    private static void bad(Driver driver, long i) {
        driver.send(new ProducerRecord<>(
                "perennial.events", null, DigitRecords.EPOCH + i, null, "[null]".getBytes(UTF_8), new RecordHeaders()));
    }

    private static List<String> texts(Driver driver) {
        return driver.drift().stream()
                .map(TestRecord::value)
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    private static List<JsonNode> told(Driver driver) throws IOException {
        List<JsonNode> told = new ArrayList<>();
        for (String text : texts(driver)) {
            told.add(new ObjectMapper().readTree(text));
        }
        return told;
    }
}
