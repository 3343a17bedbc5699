// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.topology.Access;
import io.perennial.topology.AccessNeeded;
import io.perennial.topology.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/** Refuses to start on topics that are not there or that we may not use, rather than failing at the first event. */
final class TopicCheck {

    private TopicCheck() {}

    /**
     * @param adminProperties of an admin client
     * @return partitions of the events
     * @throws IllegalArgumentException if topics are missing or do not fit together
     * @throws IllegalStateException if the cluster does not answer, does not let us in, or does not allow what we do
     */
    static int run(Map<String, Object> adminProperties, Settings settings) {
        Topics topics = Options.topics(settings);
        List<String> needed = topics.names();
        Map<String, ClusterTopics.Found> found;
        try (ClusterTopics cluster = ClusterTopics.open(adminProperties)) {
            found = cluster.find(needed);
        }
        List<String> missing =
                needed.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("topics refused: expected " + needed + " on the cluster, missing "
                    + missing + "; create them: perennial topics create --config FILE, or with kafka-topics.sh --create"
                    + " --topic " + missing.get(0) + " --partitions 4");
        }
        labels(topics, found);
        access(settings, found);
        return found.get(topics.events()).partitions();
    }

    private static void labels(Topics topics, Map<String, ClusterTopics.Found> found) {
        if (topics.labels() == null) {
            return;
        }
        int events = found.get(topics.events()).partitions();
        int labels = found.get(topics.labels()).partitions();
        if (labels != events) {
            throw new IllegalArgumentException("topics refused: expected as many partitions of " + topics.labels()
                    + " as of " + topics.events() + " (" + events + "), got " + labels
                    + "; labels are joined with predictions partition by partition");
        }
    }

    private static void access(Settings settings, Map<String, ClusterTopics.Found> found) {
        for (AccessNeeded needed : Options.access(settings, false).of(Access.Role.RUN)) {
            ClusterTopics.Found topic = needed.type() == ResourceType.TOPIC ? found.get(needed.name()) : null;
            Set<AclOperation> allowed = topic == null ? null : topic.allowed();
            if (allowed != null && !allowed.contains(needed.operation())) {
                throw new IllegalStateException(ClusterRefusal.topic(
                        needed.operation().toString(), needed.name(), new TreeSet<>(allowed), settings));
            }
        }
    }
}
