// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.test.TestRecord;

/**
 * What an uninterrupted service would have said: the events of partition 0 once more, in one process and without a
 * broker, batch for batch as they were committed. The bytes must be the same, so weights, statistics, moments and the
 * steps' seeds all came through.
 */
final class Replay {

    private Replay() {}

    static void assertSamePredictions(Ledger ledger) throws IOException {
        Iterator<Ledger.Sent> events = ledger.sent().values().stream()
                .filter(sent -> sent.place().partition() == 0)
                .sorted(Comparator.comparingLong(sent -> sent.place().offset()))
                .iterator();
        try (Driver driver = Driver.open("tensor.batch-size", Integer.toString(Service.BATCH))) {
            for (List<ConsumerRecord<byte[], byte[]>> batch :
                    Ledger.batches(ledger.predictionsByPartition().get(0))) {
                long last = ledger.sent(batch.get(batch.size() - 1)).place().offset();
                Ledger.Sent event;
                do {
                    event = events.next();
                    driver.send(event.event());
                } while (event.place().offset() < last);
                if (batch.size() < Service.BATCH) {
                    driver.advance(Driver.MAX_WAIT.plus(Duration.ofSeconds(1)));
                }
                assertThat(driver.predictions().stream().map(TestRecord::value).map(Replay::text))
                        .containsExactlyElementsOf(batch.stream()
                                .map(ConsumerRecord::value)
                                .map(Replay::text)
                                .toList());
            }
        }
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }
}
