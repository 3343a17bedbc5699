// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

@WithKafka
class LagProbeIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PerennialMetrics metrics = new PerennialMetrics(registry);

    @Test
    void countsWhatTheGroupHasNotCommittedYet(Topics kafka) throws Exception {
        kafka.create(3, "lagging");
        kafka.send(Collections.nCopies(10, record("lagging", 0)));
        kafka.send(Collections.nCopies(4, record("lagging", 1)));
        TopicPartition read = new TopicPartition("lagging", 0);
        TopicPartition unread = new TopicPartition("lagging", 1);
        TopicPartition elsewhere = new TopicPartition("lagging", 2);
        metrics.partition(0);
        metrics.partition(1);
        metrics.partition(2);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (LagProbe probe = new LagProbe(admin, "group", () -> List.of(read, unread), metrics)) {
            commit(admin, read, 3);
            probe.look();
            assertThat(lag(0)).isEqualTo(7);
            assertThat(lag(1)).as("nothing committed: from the beginning").isEqualTo(4);
            assertThat(lag(elsewhere.partition())).isNaN();

            kafka.send(Collections.nCopies(5, record("lagging", 0)));
            probe.look();
            assertThat(lag(0)).isEqualTo(12);

            commit(admin, read, 15);
            probe.look();
            assertThat(lag(0)).isZero();
        }
    }

    @Test
    void tellsTheEndsOfItsPartitionsAlone(Topics kafka) throws Exception {
        kafka.create(2, "arriving");
        kafka.send(Collections.nCopies(10, record("arriving", 0)));
        kafka.send(Collections.nCopies(4, record("arriving", 1)));
        List<TopicPartition> mine = new ArrayList<>(List.of(new TopicPartition("arriving", 0)));
        Ends ends = new Ends(Duration.ofSeconds(30));
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (LagProbe probe = new LagProbe(admin, "group", () -> mine, metrics)) {
            probe.lookAt(ends);
            assertThat(ends.arrivals(0).lateness(9, System.nanoTime())).isPositive();
            assertThat(ends.arrivals(0).lateness(10, System.nanoTime())).isZero();
            assertThat(ends.arrivals(1)).isNull();
            mine.clear();
            probe.lookAt(ends);
            assertThat(ends.arrivals(0)).isNull();
        }
    }

    @Test
    void doesNotCountWhatATransactionHasNotCommitted(Topics kafka) throws Exception {
        kafka.create(1, "open");
        metrics.partition(0);
        Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "open");
        TopicPartition partition = new TopicPartition("open", 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        try (var producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
                LagProbe probe = new LagProbe(admin, "group", () -> List.of(partition), metrics)) {
            producer.initTransactions();
            producer.beginTransaction();
            assertThat(producer.send(record("open", 0)).get().offset()).isZero();
            probe.look();
            assertThat(lag(0)).isZero();
            producer.commitTransaction();
            await().atMost(SOON).until(() -> {
                probe.look();
                return lag(0) == 2; // the event and the transaction's marker, which the broker writes afterwards
            });
        }
    }

    @Test
    void doesNotKnowWhatTheBrokerDoesNotTell() {
        metrics.partition(0);
        metrics.behind(Map.of(0, 5L));
        Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:1"));
        try (LagProbe probe = new LagProbe(admin, "group", () -> List.of(new TopicPartition("nowhere", 0)), metrics)) {
            probe.look();
        }
        assertThat(lag(0)).isNaN();
    }

    private static void commit(Admin admin, TopicPartition partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets("group", Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int partition) {
        return new ProducerRecord<>(topic, partition, null, new byte[] {1});
    }

    private double lag(int partition) {
        return registry.get("perennial.record.lag")
                .tag("partition", Integer.toString(partition))
                .gauge()
                .value();
    }
}
