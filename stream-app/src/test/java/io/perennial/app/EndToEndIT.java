// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class EndToEndIT {

    private static final int EVENTS = 10_000;
    private static final int PARTITIONS = 4;

    @Test
    void tenThousandEventsHaveOneOutcomeEach(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(PARTITIONS, Service.TOPICS.names().toArray(String[]::new));
        DigitRecords digits = DigitRecords.fromNow(Service.TOPICS.events());
        List<ProducerRecord<byte[], byte[]>> events =
                LongStream.range(0, EVENTS).mapToObj(digits::record).toList();
        try (PerennialApp app = Service.on(kafka.bootstrapServers(), directory).open();
                Follower follower = new Follower(kafka.bootstrapServers(), Service.TOPICS)) {
            List<RecordMetadata> places = kafka.send(events);
            follower.await(EVENTS);

            List<Ledger.Sent> sent = new ArrayList<>();
            for (int i = 0; i < EVENTS; i++) {
                sent.add(new Ledger.Sent(events.get(i), places.get(i)));
            }
            Ledger ledger = Ledger.close(kafka, Service.TOPICS, sent);
            ledger.assertComplete();
            assertThat(ledger.deadLetters()).hasSize(EVENTS / DigitRecords.BAD_ONE_IN);
            assertThat(ledger.predictionsByPartition()).hasSize(PARTITIONS);
            assertThat(app.state().isRunningOrRebalancing()).isTrue();
        }
    }
}
