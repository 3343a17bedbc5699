// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.restore;

import io.perennial.broker.EmbeddedKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One size on an embedded broker: filled, then gone and restored, then gone and taken over by a standby replica. */
final class Trial implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final EmbeddedKafka broker;
    private final int partitions;
    private final float[] learned;
    private final KafkaConsumer<byte[], byte[]> answers;
    private final KafkaProducer<byte[], byte[]> events;

    /** @param floats values of what each partition has learned */
    Trial(EmbeddedKafka broker, int partitions, int floats) {
        this.broker = broker;
        this.partitions = partitions;
        learned = new float[floats];
        SplittableRandom random = new SplittableRandom(floats);
        for (int i = 0; i < floats; i++) {
            learned[i] = random.nextInt() * 0x1p-31f; // what does not compress
        }
        name = "restore-" + floats;
        broker.createTopics(partitions, in(), out());
        events = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        answers = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> all = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            all.add(new TopicPartition(out(), partition));
        }
        answers.assign(all);
        answers.seekToBeginning(all);
    }

    private String in() {
        return name + ".events";
    }

    private String out() {
        return name + ".predictions";
    }

    /** @param saves how often everything is written: what has not been compacted yet is read too */
    Row run(int saves) throws ExecutionException, InterruptedException {
        try (Instance first = start("first", 0)) {
            await("an instance that runs", first::isRunning);
            for (int save = 0; save < saves; save++) {
                answer();
            }
        }
        long start = System.nanoTime();
        Row row;
        try (Instance second = start("second", 0)) {
            answer();
            row = new Row(
                    4L * learned.length,
                    second.restoredRecords(),
                    second.restoreMillis() / 1e3,
                    (System.nanoTime() - start) / 1e9,
                    0,
                    0);
        }
        return takeOver(row);
    }

    private Row takeOver(Row row) throws ExecutionException, InterruptedException {
        try (Instance stays = start("stays", 1)) {
            Instance leaves = start("leaves", 1);
            try {
                await("a replica of every partition", () -> stays.isWarm(partitions) && leaves.isWarm(partitions));
                answer();
                await("a replica of every partition", () -> stays.isWarm(partitions) && leaves.isWarm(partitions));
            } catch (RuntimeException e) {
                leaves.close();
                throw e;
            }
            long before = stays.restoredRecords();
            long start = System.nanoTime();
            leaves.close();
            answer();
            return row.with(stays.restoredRecords() - before, (System.nanoTime() - start) / 1e9);
        }
    }

    private Instance start(String instance, int replicas) {
        Map<String, String> properties = new HashMap<>();
        properties.put("application.id", name);
        properties.put("client.id", instance);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("commit.interval.ms", "100");
        properties.put("num.standby.replicas", Integer.toString(replicas));
        properties.put("statestore.cache.max.bytes", Integer.toString(64 << 20));
        properties.put("auto.offset.reset", "earliest");
        properties.put(
                "state.dir", broker.directory().resolve("state-" + instance).toString());
        return Instance.start(properties, in(), out(), learned);
    }

    /** Sends one event to each partition and waits for an answer from each. */
    private void answer() throws ExecutionException, InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < partitions; partition++) {
            sent.add(events.send(new ProducerRecord<>(in(), partition, null, new byte[] {(byte) partition})));
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
        Set<Integer> answered = new HashSet<>();
        await("an answer of every partition", () -> {
            answers.poll(POLL).forEach(record -> answered.add(record.partition()));
            return answered.size() == partitions;
        });
    }

    private void await(String what, BooleanSupplier there) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT, "%s did not get there: expected %s within %s", name, what, DEADLINE));
            }
            LockSupport.parkNanos(POLL.toNanos() / 2);
        }
    }

    @Override
    public void close() {
        events.close();
        answers.close();
    }
}
