// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import io.perennial.publish.Prediction;
import io.perennial.publish.PredictionJson;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels on a real broker: late, out of order, for some events only, twice, and before their predictions. */
@WithKafka
class QualityIT {

    private static final Duration DEADLINE = Duration.ofSeconds(90);
    private static final int WINDOW = 100;
    /** Whole batches, as only those leave: the wait is long. */
    private static final int PART = 10 * Service.BATCH;

    /** Labels of a part that come before their events. */
    private static final int EARLY = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final List<Long> labelled = new ArrayList<>();

    @Test
    void aRestartInTheMiddleChangesNoFigure(Topics kafka, @TempDir Path directory) throws Exception {
        List<JsonNode> unbroken = run("unbroken", kafka, directory, false);
        List<Long> order = List.copyOf(labelled);
        List<JsonNode> restarted = run("restarted", kafka, directory, true);
        assertThat(restarted).isEqualTo(unbroken);
        assertThat(unbroken).filteredOn(QualityIT::isLabelled).hasSize(4);
        assertThat(unbroken).filteredOn(window -> !isLabelled(window)).hasSize(2 * PART / WINDOW);
        assertErrorsAreThoseOfThePredictions(kafka, order, unbroken);
        assertSetsGoOn(kafka);
    }

    private List<JsonNode> run(String app, Topics kafka, Path directory, boolean restart) throws Exception {
        kafka.create(
                1,
                app + ".events",
                app + ".labels",
                app + ".predictions",
                app + ".uncertainty",
                app + ".drift",
                app + ".quality",
                app + ".dead-letter");
        labelled.clear();
        PerennialApp service = open(app, kafka, directory.resolve(app + "-1"));
        try {
            predict(app, kafka, 0);
            label(app, kafka, 0, 2);
            if (restart) {
                service.close();
                service = open(app, kafka, directory.resolve(app + "-2"));
            }
            predict(app, kafka, PART);
            label(app, kafka, PART, 4);
        } finally {
            service.close();
        }
        List<JsonNode> windows = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : kafka.committed(app + ".quality")) {
            ObjectNode window = (ObjectNode) json.readTree(new String(record.value(), UTF_8));
            window.remove(List.of("fromTime", "toTime", "labelDelay")); // of the clock
            windows.add(window);
        }
        return windows;
    }

    private static PerennialApp open(String app, Topics kafka, Path state) throws IOException {
        return Service.on(kafka.bootstrapServers(), state)
                .with(
                        "application.id",
                        app,
                        "publish.labels-topic",
                        app + ".labels",
                        "publish.quality-window",
                        Integer.toString(WINDOW),
                        // The name of the application would decide which views are drawn.
                        "adapt.method",
                        "norm",
                        "tensor.max-wait",
                        "60s")
                .open();
    }

    private static void predict(String app, Topics kafka, int from) throws Exception {
        DigitRecords digits = DigitRecords.fromNow(app + ".events");
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = from; i < from + PART; i++) {
            events.add(digits.good(i));
        }
        kafka.send(events);
        kafka.awaitCommitted(app + ".predictions", from + PART, DEADLINE);
    }

    /** The last of these labels closes a window, so that all have been seen when that is there. */
    private void label(String app, Topics kafka, int from, int windows) throws Exception {
        List<Long> some = new ArrayList<>();
        for (long i = from; i < from + PART; i++) {
            (from > 0 && i < from + EARLY ? labelled : some).add(i); // those met their predictions as these came
        }
        Collections.shuffle(some, new Random(from + 1L));
        DigitRecords digits = DigitRecords.fromNow(app + ".events");
        List<ProducerRecord<byte[], byte[]>> labels = new ArrayList<>();
        for (int i = 0; i < EARLY; i++) {
            labels.add(label(app, digits, from + PART + i)); // of events to come
        }
        for (int i = 0; labelled.size() < windows * WINDOW; i++) {
            labelled.add(some.get(i));
            labels.add(label(app, digits, some.get(i)));
            if (i % 20 == 5) {
                labels.add(label(app, digits, some.get(i)));
            }
        }
        kafka.send(labels);
        kafka.awaitCommitted(
                app + ".quality",
                records -> records.stream()
                                .filter(record -> new String(record.value(), UTF_8).contains("\"labelled\""))
                                .count()
                        >= windows,
                DEADLINE);
    }

    private static ProducerRecord<byte[], byte[]> label(String app, DigitRecords digits, long index) {
        String json = "{\"id\": \"" + DigitRecords.id(index) + "\", \"label\": " + digits.label(index) + "}";
        return new ProducerRecord<>(app + ".labels", 0, null, json.getBytes(UTF_8));
    }

    private static boolean isLabelled(JsonNode window) {
        return window.get("quality").textValue().equals("labelled");
    }

    private static void assertErrorsAreThoseOfThePredictions(Topics kafka, List<Long> order, List<JsonNode> windows) {
        DigitRecords digits = DigitRecords.fromNow("unbroken.events");
        Map<String, Prediction> predictions = new HashMap<>();
        kafka.committed("unbroken.predictions").forEach(record -> {
            Prediction prediction = PredictionJson.decode(record.value());
            predictions.put(prediction.id(), prediction);
        });
        List<JsonNode> labelled = windows.stream().filter(QualityIT::isLabelled).toList();
        for (int w = 0; w < labelled.size(); w++) {
            int adapted = 0;
            int source = 0;
            for (long index : order.subList(w * WINDOW, (w + 1) * WINDOW)) {
                Prediction prediction = predictions.get(DigitRecords.id(index));
                adapted += prediction.label() == digits.label(index) ? 0 : 1;
                source += prediction.sourceLabel() == digits.label(index) ? 0 : 1;
            }
            JsonNode window = labelled.get(w);
            assertThat(window.at("/adapted/error").doubleValue()).isCloseTo(adapted / 100.0, within(1e-6));
            assertThat(window.at("/source/error").doubleValue()).isCloseTo(source / 100.0, within(1e-6));
            assertThat(window.get("duplicate").intValue()).isEqualTo((w + 1) * WINDOW / 20);
        }
    }

    /** The first prediction after the restart has a set already. */
    private static void assertSetsGoOn(Topics kafka) {
        List<Uncertainty> uncertainties = kafka.committed("restarted.uncertainty").stream()
                .map(record -> UncertaintyJson.decode(record.value()))
                .toList();
        assertThat(uncertainties.subList(0, PART))
                .allSatisfy(u -> assertThat(u.set()).isNull());
        assertThat(uncertainties.subList(PART, 2 * PART)).allSatisfy(u -> {
            assertThat(u.set()).isNotNull();
            assertThat(u.setLevel()).isEqualTo(0.9f);
        });
    }
}
