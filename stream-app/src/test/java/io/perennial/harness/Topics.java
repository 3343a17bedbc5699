// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes topics and reads what is committed on them, as bytes; ends are known by offsets, not by silence. */
public record Topics(String bootstrapServers) {

    private static final Duration LEADERS = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    /**
     * Creates topics with as many replicas as the brokers are set to, one by default, and waits until the leader of every partition is at work.
     *
     * <p>Not only until the controller has them: a leader that refuses the first batch of an idempotent producer and takes
     * the second one takes the first one no more, as it is out of sequence then.
     */
    public void create(int partitions, String... names) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(client())) {
            admin.createTopics(Arrays.stream(names)
                            .map(name -> new NewTopic(name, Optional.of(partitions), Optional.empty()))
                            .toList())
                    .all()
                    .get();
            var ends = new HashMap<TopicPartition, OffsetSpec>();
            for (String name : names) {
                for (int partition = 0; partition < partitions; partition++) {
                    ends.put(new TopicPartition(name, partition), OffsetSpec.latest());
                }
            }
            // Only a leader answers, and only a broker that has heard of the topic asks it.
            await().atMost(LEADERS)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsMatching(failure -> failure.getCause() instanceof RetriableException)
                    .until(() -> admin.listOffsets(ends).all().get().size() == ends.size());
        }
    }

    /** Sends idempotently and waits until the broker has every record; the positions in the order sent. */
    public List<RecordMetadata> send(Collection<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var pending = new ArrayList<Future<RecordMetadata>>();
            for (var outgoing : records) {
                pending.add(producer.send(outgoing));
            }
            var positions = new ArrayList<RecordMetadata>();
            for (var acknowledged : pending) {
                positions.add(acknowledged.get());
            }
            return positions;
        }
    }

    /** Every committed record up to the last stable offset of this moment, partition after partition in offset order. */
    public List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        try (var consumer = consumer(topic)) {
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
            records.removeIf(received ->
                    received.offset() >= ends.get(new TopicPartition(received.topic(), received.partition())));
            return inOrder(records);
        }
    }

    /**
     * Follows a topic from its beginning until enough is committed.
     *
     * @param enough is asked after every poll, with all records up to then
     * @throws AssertionError at the deadline, with the number of records that were there
     */
    public List<ConsumerRecord<byte[], byte[]>> awaitCommitted(
            String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (var consumer = consumer(topic)) {
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (!enough.test(records)) {
                if (System.nanoTime() - end > 0) {
                    throw new AssertionError("not enough on topic " + topic + ": expected it within " + deadline
                            + ", got " + records.size() + " committed records");
                }
                consumer.poll(POLL).forEach(records::add);
            }
            return inOrder(records);
        }
    }

    /** As {@link #awaitCommitted(String, Predicate, Duration)}, until there are so many records or more. */
    public List<ConsumerRecord<byte[], byte[]>> awaitCommitted(String topic, int atLeast, Duration deadline) {
        return awaitCommitted(topic, records -> records.size() >= atLeast, deadline);
    }

    private Consumer<byte[], byte[]> consumer(String topic) {
        var configuration = client();
        configuration.put("isolation.level", "read_committed");
        configuration.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList());
        return consumer;
    }

    private Map<String, Object> client() {
        var configuration = new HashMap<String, Object>();
        configuration.put("bootstrap.servers", bootstrapServers);
        return configuration;
    }

    private static List<ConsumerRecord<byte[], byte[]>> inOrder(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .sorted(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                        .thenComparingLong(ConsumerRecord::offset))
                .toList();
    }
}
