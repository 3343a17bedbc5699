// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts the committed outcomes while the service runs, as any other consumer would; tells when enough have come. */
public final class Follower implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private long count;

    public Follower(String bootstrapServers, io.perennial.topology.Topics topics) {
        Map<String, Object> configuration = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest",
                "group.id",
                "follower-of-" + topics.events());
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics.predictions(), topics.deadLetter()));
    }

    /** Outcomes up to now, as far as they were polled. */
    public long count() {
        return count;
    }

    /**
     * Waits for the outcomes, as many as ever were.
     *
     * @throws AssertionError where they do not come within a minute
     */
    public void await(long outcomes) {
        await(outcomes, DEADLINE);
    }

    /** The same with another deadline. */
    public void await(long outcomes, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (count < outcomes) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(
                        "too few outcomes: expected " + outcomes + " within " + deadline + ", got " + count);
            }
            consumer.poll(Duration.ofMillis(100)).forEach(this::count);
        }
    }

    /** Once each: where brokers fail, what was read already comes again. */
    private void count(ConsumerRecord<byte[], byte[]> outcome) {
        TopicPartition from = new TopicPartition(outcome.topic(), outcome.partition());
        if (outcome.offset() >= next.getOrDefault(from, 0L)) {
            next.put(from, outcome.offset() + 1);
            count++;
        }
    }

    /** Counts for so long. */
    public void watch(Duration time) {
        for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::count);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
