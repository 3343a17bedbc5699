// SPDX-License-Identifier: Apache-2.0
package io.perennial.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.record.CommittedReader;
import io.perennial.record.EventId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends one event and waits for the committed record that answers it. Not thread-safe. */
public final class RoundTrip implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, String> kafka;
    private final int withinSeconds;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Opens the answers' topics at their ends.
     *
     * @param kafka properties of clients; those that are none of a producer or consumer are left out
     * @param answers topics where the answer may come
     * @param within how long the cluster may take to answer a request
     */
    public RoundTrip(Map<String, String> kafka, List<String> answers, Duration within) {
        this.kafka = kafka;
        withinSeconds = (int) Math.max(1, Math.min(30, within.toSeconds()));
        consumer =
                CommittedReader.open(kafka, Map.of(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, withinSeconds * 1000));
        try {
            List<TopicPartition> all = new ArrayList<>();
            for (String topic : answers) {
                for (int partition = 0; partition < partitions(topic); partition++) {
                    all.add(new TopicPartition(topic, partition));
                }
            }
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position); // asks now, not at the first poll
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * How many partitions a topic has.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    public int partitions(String topic) {
        int partitions = consumer.partitionsFor(topic).size();
        if (partitions == 0) {
            throw new IllegalArgumentException(
                    "topics refused: expected " + topic + " on the cluster, got none of this name;"
                            + " see perennial topics check [record.topic, publish.predictions-topic, record.dead-letter-topic]");
        }
        return partitions;
    }

    /**
     * Sends.
     *
     * @param partition where to; empty for whichever the producer takes
     * @return where the event is
     * @throws IllegalStateException if the cluster did not take it
     */
    public RecordMetadata send(String topic, Optional<Integer> partition, String id, byte[] json)
            throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.keySet().retainAll(ProducerConfig.configNames());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, withinSeconds * 1000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, withinSeconds * 1000);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, withinSeconds * 1000L);
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(topic, partition.orElse(null), null, json);
        event.headers().add(EventId.HEADER, id.getBytes(UTF_8));
        event.headers().add("content-type", "application/json".getBytes(UTF_8));
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(event).get(withinSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "event not sent: the cluster did not take it [" + topic + "]: " + cause.getMessage(), cause);
        }
    }

    /** The next committed record that names this event; empty where none came in time. */
    public Optional<ConsumerRecord<byte[], byte[]>> answer(String id, Duration within) {
        long end = System.nanoTime() + within.toNanos();
        do {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Header named = record.headers().lastHeader(EventId.HEADER);
                if (named != null && named.value() != null && id.equals(new String(named.value(), UTF_8))) {
                    return Optional.of(record);
                }
            }
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
