// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers that only look: at what is committed, in no group, and without a topic being made for them. */
public final class CommittedReader {

    private CommittedReader() {}

    /**
     * Opens one.
     *
     * @param kafka properties of clients; those that are none of a consumer are left out
     * @param more properties that replace them
     */
    public static KafkaConsumer<byte[], byte[]> open(Map<String, String> kafka, Map<String, Object> more) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.keySet().retainAll(ConsumerConfig.configNames());
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(more);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * The partitions of a topic.
     *
     * @throws IllegalArgumentException if the cluster has none of this name
     */
    public static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        List<PartitionInfo> there = consumer.partitionsFor(topic);
        if (there == null || there.isEmpty()) {
            throw new IllegalArgumentException(
                    "topic refused: expected one of the cluster, got \"" + topic + "\", which it does not have");
        }
        return there.stream()
                .map(found -> new TopicPartition(topic, found.partition()))
                .toList();
    }
}
