// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.broker.EmbeddedKafka;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The embedded broker with topics full of events. */
final class Cluster implements AutoCloseable {

    private final EmbeddedKafka broker;
    private final Admin admin;

    private Cluster(EmbeddedKafka broker) {
        this.broker = broker;
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    static Cluster start() throws IOException {
        return new Cluster(EmbeddedKafka.start());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    EmbeddedKafka broker() {
        return broker;
    }

    Admin admin() {
        return admin;
    }

    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "linger.ms", "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Creates a topic and fills it; the values of one event after another, over and over. */
    void fill(String topic, int partitions, int events, Payload payload, float... values) {
        broker.createTopics(partitions, topic);
        int different = values.length / Perceptron.FEATURES;
        byte[][] written = new byte[different][];
        for (int i = 0; i < different; i++) {
            written[i] =
                    payload.write(Arrays.copyOfRange(values, i * Perceptron.FEATURES, (i + 1) * Perceptron.FEATURES));
        }
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < events; i++) {
                producer.send(
                        record(topic, i % partitions, System.currentTimeMillis(), payload, written[i % different]));
            }
        }
    }

    static ProducerRecord<byte[], byte[]> record(
            String topic, int partition, long time, Payload payload, byte[] value) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, partition, time, null, value);
        payload.describe(Perceptron.FEATURES, record.headers());
        return record;
    }

    /** Records of all topics whose names begin and end so, markers of transactions included. */
    long records(String prefix, String suffix) throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(topic -> topic.startsWith(prefix) && topic.endsWith(suffix))
                .toList();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        admin.describeTopics(topics).allTopicNames().get().forEach((topic, found) -> found.partitions()
                .forEach(partition -> ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return admin.listOffsets(ends).all().get().values().stream()
                .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
                .sum();
    }

    /** Deletes every topic of an application. */
    void forget(String application) throws ExecutionException, InterruptedException {
        List<String> topics = new ArrayList<>(admin.listTopics().names().get());
        topics.removeIf(topic -> !topic.startsWith(application + "-") && !topic.startsWith(application + "."));
        admin.deleteTopics(topics).all().get();
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
