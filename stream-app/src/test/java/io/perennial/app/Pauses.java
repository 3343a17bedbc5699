// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The longest time that each partition of the predictions was silent, in wall time, as a consumer sees it. */
final class Pauses implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Long> last = new TreeMap<>();
    private final Map<Integer, Long> longest = new TreeMap<>();
    private final Thread thread = new Thread(this::watch, "pauses");

    /** Watches from now on. */
    Pauses(String bootstrapServers, String topic) {
        Map<String, Object> configuration =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        consumer = new KafkaConsumer<>(configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        long now = System.nanoTime();
        all.forEach(partition -> {
            consumer.position(partition);
            last.put(partition.partition(), now);
        });
        thread.start();
    }

    private void watch() {
        try (consumer) {
            while (true) {
                consumer.poll(Duration.ofMillis(50)).forEach(outcome -> spoke(outcome.partition()));
            }
        } catch (WakeupException closed) {
            // as asked
        }
    }

    private synchronized void spoke(int partition) {
        long now = System.nanoTime();
        longest.merge(partition, now - last.put(partition, now), Math::max);
    }

    /** Whether every partition has said something since this was opened. */
    synchronized boolean allSpoke() {
        return longest.keySet().containsAll(last.keySet());
    }

    /** By partition, counting the one that lasts. */
    synchronized Map<Integer, Duration> longest() {
        Map<Integer, Duration> pauses = new TreeMap<>();
        last.forEach((partition, at) -> pauses.put(
                partition, Duration.ofNanos(Math.max(longest.getOrDefault(partition, 0L), System.nanoTime() - at))));
        return pauses;
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }
}
