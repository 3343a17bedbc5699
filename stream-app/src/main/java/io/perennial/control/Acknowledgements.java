// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.record.CommittedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads from the drift topic what became of a command, from the moment when this is opened. */
public final class Acknowledgements implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ObjectMapper mapper = new ObjectMapper();
    /** One answer of the cluster can hold those of several partitions. */
    private final Deque<JsonNode> read = new ArrayDeque<>();

    /** @param kafka properties of clients; those that are none of a consumer are left out */
    public Acknowledgements(Map<String, String> kafka, String topic) {
        consumer = CommittedReader.open(kafka, Map.of());
        List<TopicPartition> all = CommittedReader.partitions(consumer, topic);
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position); // asks now, not at the first poll
    }

    /** How many partitions a topic has, as the cluster says. */
    public int partitions(String topic) {
        return consumer.partitionsFor(topic).size();
    }

    /** The next that became of a command; empty where nothing came in time. */
    public Optional<JsonNode> next(String id, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            for (JsonNode event = read.poll(); event != null; event = read.poll()) {
                if (id.equals(event.path("id").asText())) {
                    return Optional.of(event);
                }
            }
            if (System.nanoTime() >= end) {
                return Optional.empty();
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                JsonNode event = event(record.value());
                if (event != null) {
                    read.add(event);
                }
            }
        }
    }

    /** Null for what is no JSON object. */
    private JsonNode event(byte[] value) {
        try {
            return value == null ? null : mapper.readTree(value);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
