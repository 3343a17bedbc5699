// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How long a prediction takes at a fixed rate: from the time when an event was due to be sent, which is its record's, to the
 * moment when a consumer has the prediction. Millisecond resolution.
 */
final class Latency {

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(5);

    /** Milliseconds, of predictions that were written, and of those that a reader of committed records gets. */
    record Figures(double producedHalf, double producedMost, double committedHalf, double committedMost) {}

    private final Cluster cluster;
    private final int partitions;
    private final int rate;
    private final Duration warm;
    private final Duration measured;

    /** @param rate events per second */
    Latency(Cluster cluster, int partitions, int rate, Duration warm, Duration measured) {
        this.cluster = cluster;
        this.partitions = partitions;
        this.rate = rate;
        this.warm = warm;
        this.measured = measured;
    }

    Figures run(Contender contender, String id, Map<String, String> keys, Payload payload, float... values)
            throws Exception {
        String events = id + ".events";
        cluster.broker().createTopics(partitions, events);
        byte[][] written = new byte[values.length / Perceptron.FEATURES][];
        for (int i = 0; i < written.length; i++) {
            written[i] =
                    payload.write(Arrays.copyOfRange(values, i * Perceptron.FEATURES, (i + 1) * Perceptron.FEATURES));
        }
        int unmeasured = count(warm);
        int total = wholeBatches(unmeasured + count(measured));
        try (Application application = Application.start(contender, id, cluster, events, partitions, keys)) {
            CompletableFuture<long[]> produced = follow(application, "read_uncommitted", total);
            CompletableFuture<long[]> committed = follow(application, "read_committed", total);
            send(events, total, payload, written);
            long[] first = counted(produced, unmeasured);
            long[] second = counted(committed, unmeasured);
            return new Figures(at(0.5, first), at(0.99, first), at(0.5, second), at(0.99, second));
        }
    }

    /** The bare scorer never answers a batch that is not full. */
    private int wholeBatches(int events) {
        int each = partitions * Application.BATCH;
        return (events + each - 1) / each * each;
    }

    private int count(Duration time) {
        return Math.toIntExact(rate * time.toMillis() / 1000);
    }

    private void send(String events, int total, Payload payload, byte[][] written) {
        try (KafkaProducer<byte[], byte[]> producer = cluster.producer()) {
            long start = System.currentTimeMillis();
            for (int i = 0; i < total; i++) {
                long due = start + i * 1000L / rate;
                while (System.currentTimeMillis() < due) {
                    LockSupport.parkNanos(200_000);
                }
                producer.send(Cluster.record(events, i % partitions, due, payload, written[i % written.length]));
            }
        }
    }

    /** Reads so many predictions and how old each of them was, in the order of their arrival. */
    private CompletableFuture<long[]> follow(Application application, String isolation, int total) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long[] ages = new long[total];
                    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                            Map.of(
                                    "bootstrap.servers",
                                    cluster.bootstrapServers(),
                                    "isolation.level",
                                    isolation,
                                    "fetch.max.wait.ms",
                                    "5"),
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer())) {
                        List<TopicPartition> all = new ArrayList<>();
                        for (int partition = 0; partition < partitions; partition++) {
                            all.add(new TopicPartition(application.id() + ".predictions", partition));
                        }
                        consumer.assign(all);
                        consumer.seekToBeginning(all);
                        long last = System.nanoTime();
                        for (int got = 0; got < total; ) {
                            for (ConsumerRecord<byte[], byte[]> prediction : consumer.poll(POLL)) {
                                ages[got++] = System.currentTimeMillis() - prediction.timestamp();
                                last = System.nanoTime();
                            }
                            if (System.nanoTime() - last > WAIT.toNanos()) {
                                throw new IllegalStateException(application.id() + " did not get on: expected " + total
                                        + " predictions, got " + got);
                            }
                        }
                    }
                    return ages;
                },
                task -> new Thread(task, "follow-" + isolation).start());
    }

    private static long[] counted(CompletableFuture<long[]> ages, int unmeasured)
            throws ExecutionException, InterruptedException {
        long[] all = ages.get();
        long[] counted = Arrays.copyOfRange(all, unmeasured, all.length);
        Arrays.sort(counted);
        return counted;
    }

    private static double at(double share, long... sorted) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}
