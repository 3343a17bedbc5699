// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.record.CommittedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * A part of what a topic holds.
 *
 * @param partition null for all of them
 * @param to exclusive
 */
public record TopicRange(String topic, Integer partition, TopicBound from, TopicBound to) {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Everything that a topic holds at this moment. */
    static TopicRange all(String topic) {
        return new TopicRange(topic, null, TopicBound.parse("--from", "earliest"), TopicBound.parse("--to", "latest"));
    }

    /**
     * Gives every record to {@code each}, those of a partition in the order of their offsets.
     *
     * @throws IllegalStateException if the cluster stops sending
     */
    void read(Consumer<byte[], byte[]> consumer, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> each) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = to.offsets(consumer, partitions);
        from.offsets(consumer, partitions).forEach(consumer::seek);
        long heard = System.nanoTime();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> received : records) {
                if (received.offset() < ends.get(new TopicPartition(received.topic(), received.partition()))) {
                    each.accept(received);
                }
            }
            long now = System.nanoTime();
            heard = records.isEmpty() ? heard : now;
            if (now - heard > PATIENCE.toNanos()) {
                throw new IllegalStateException("topic " + topic + " is not read to the end: nothing came for "
                        + PATIENCE.toSeconds() + " s; check that the brokers of its partitions can be reached");
            }
        }
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        List<TopicPartition> there = CommittedReader.partitions(consumer, topic);
        List<TopicPartition> chosen = there.stream()
                .filter(found -> partition == null || found.partition() == partition)
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("--partition refused: expected 0 to " + (there.size() - 1) + ", got "
                    + partition + " [topic " + topic + "]");
        }
        return chosen;
    }
}
