// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.topology.Topics;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Refuses to start on topics that are not there, rather than failing at the first event. */
final class TopicCheck {

    private static final long WITHIN_SECONDS = 30;

    private TopicCheck() {}

    /** @return partitions of the events */
    static int run(Map<String, Object> adminProperties, Topics topics) {
        List<String> needed = topics.names();
        Map<String, Integer> partitions = partitions(adminProperties, needed);
        List<String> missing =
                needed.stream().filter(topic -> !partitions.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("topics refused: expected " + needed + " on the cluster, missing "
                    + missing + "; create them, for example with kafka-topics.sh --create --topic " + missing.get(0)
                    + " --partitions 4");
        }
        if (topics.labels() != null && !partitions.get(topics.labels()).equals(partitions.get(topics.events()))) {
            throw new IllegalArgumentException("topics refused: expected as many partitions of " + topics.labels()
                    + " as of " + topics.events() + " (" + partitions.get(topics.events()) + "), got "
                    + partitions.get(topics.labels())
                    + "; labels are joined with predictions partition by partition");
        }
        return partitions.get(topics.events());
    }

    private static Map<String, Integer> partitions(Map<String, Object> adminProperties, List<String> topics) {
        Admin admin = Admin.create(adminProperties);
        try {
            return partitions(admin, topics, adminProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        } finally {
            admin.close(Duration.ZERO); // close() would wait for the answers of a cluster that is not there
        }
    }

    private static Map<String, Integer> partitions(Admin admin, List<String> topics, Object bootstrapServers) {
        Map<String, Integer> partitions = new LinkedHashMap<>();
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(topics).topicNameValues();
        described.forEach((topic, future) -> {
            try {
                partitions.put(
                        topic,
                        future.get(WITHIN_SECONDS, TimeUnit.SECONDS)
                                .partitions()
                                .size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new IllegalStateException(
                            "the cluster does not tell about topic " + topic + "; check kafka.bootstrap.servers and"
                                    + " the credentials",
                            e.getCause());
                }
            } catch (TimeoutException e) {
                throw new IllegalStateException(
                        "the cluster at " + bootstrapServers + " did not answer within " + WITHIN_SECONDS
                                + " s; check kafka.bootstrap.servers",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while asking for topics", e);
            }
        });
        return partitions;
    }
}
