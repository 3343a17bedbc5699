// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static io.perennial.app.Driver.BATCH;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.publish.PredictionJson;
import io.perennial.record.DeadLetter;
import io.perennial.record.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BadEventsTest {

    private final DigitRecords digits = new DigitRecords("perennial.events");

    private static Driver shared;
    private static long sent;

    @BeforeAll
    static void open() throws IOException {
        shared = Driver.open("adapt.method", "frozen", "tensor.batch-size", "1");
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    @ParameterizedTest
    @EnumSource
    void aBadEventIsOneDeadLetterWithItsBytesAndCoordinates(BadEvent kind) {
        ProducerRecord<byte[], byte[]> bad = digits.bad(1, kind);
        shared.send(digits.good(0));
        shared.send(bad);
        shared.send(digits.good(2));
        sent += 3;

        assertThat(shared.predictions()).hasSize(2);
        assertThat(shared.uncertainties()).hasSize(2);
        assertLetter(shared.deadLetters(), bad, kind, sent - 2);
    }

    private static void assertLetter(
            List<TestRecord<byte[], byte[]>> letters, ProducerRecord<byte[], byte[]> bad, BadEvent kind, long offset) {
        assertThat(letters).hasSize(1);
        TestRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(letter.key()).isEqualTo(bad.key());
        assertThat(letter.value()).isEqualTo(bad.value());
        assertThat(letter.timestamp()).isEqualTo(bad.timestamp());
        assertThat(letter.headers()).startsWith(bad.headers().toArray());
        assertThat(header(letter, DeadLetter.REASON)).isEqualTo(kind.refusal().tag());
        assertThat(header(letter, DeadLetter.TOPIC)).isEqualTo("perennial.events");
        assertThat(header(letter, DeadLetter.PARTITION)).isEqualTo("0");
        assertThat(header(letter, DeadLetter.OFFSET)).isEqualTo(Long.toString(offset));
        assertThat(header(letter, DeadLetter.TIMESTAMP)).isEqualTo(Long.toString(bad.timestamp()));
        assertThat(header(letter, DeadLetter.MESSAGE))
                .contains("perennial.events-0-" + offset + ": ")
                .contains("expected ", ", got ", "; ");
    }

    @Test
    void badEventsAreNeverLearnedFrom() throws IOException {
        try (Driver among = Driver.open();
                Driver alone = Driver.open()) {
            for (int i = 0; i < 4 * BATCH; i++) {
                alone.send(digits.good(i));
                among.send(digits.good(i));
                among.send(digits.bad(i, BadEvent.values()[i % BadEvent.values().length]));
            }
            // The lineage names offsets, which differ; what the weights say must not.
            assertThat(probabilities(among)).isEqualTo(probabilities(alone));
            assertThat(among.deadLetters()).hasSize(4 * BATCH);
        }
    }

    @Test
    void everyKindOfRefusalOfAnEventIsAmongThem() {
        assertThat(BadEvent.values())
                .extracting(BadEvent::refusal)
                .contains(Arrays.stream(Refusal.values())
                        .filter(refusal -> refusal != Refusal.BAD_LABEL)
                        .toArray(Refusal[]::new));
    }

    private static List<String> probabilities(Driver driver) {
        return driver.predictions().stream()
                .map(record ->
                        Arrays.toString(PredictionJson.decode(record.value()).probabilities()))
                .toList();
    }

    private static String header(TestRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        assertThat(header).as(name).isNotNull();
        return new String(header.value(), UTF_8);
    }
}
