// SPDX-License-Identifier: Apache-2.0
package io.perennial.probe;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What keeps an event from being answered, as far as the cluster knows: who reads, and how far. */
public final class Behind {

    private static final int WITHIN_SECONDS = 10;

    private Behind() {}

    /**
     * One sentence, and what to do.
     *
     * @param kafka properties of clients; those that are none of an admin client are left out
     * @param group of the application, its id
     * @param event where it is
     * @param offset of the event
     */
    public static String explain(Map<String, String> kafka, String group, TopicPartition event, long offset)
            throws InterruptedException {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.keySet().retainAll(AdminClientConfig.configNames());
        Admin admin = Admin.create(properties);
        try {
            ConsumerGroupDescription described = admin.describeConsumerGroups(Set.of(group))
                    .describedGroups()
                    .get(group)
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS);
            // Of this partition alone: there may be no right on the other topics of the group.
            ListConsumerGroupOffsetsSpec offsets = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(event));
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(Map.of(group, offsets))
                    .partitionsToOffsetAndMetadata()
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS)
                    .get(event);
            return explain(group, described.members().size(), committed, offset);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof GroupIdNotFoundException) {
                return explain(group, 0, null, offset);
            }
            return "what the group " + group + " does is not known (" + cause.getMessage()
                    + "); is the application running, and may this user describe its group?";
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    static String explain(String group, int members, OffsetAndMetadata committed, long offset) {
        if (members == 0) {
            return "nobody is in the group " + group + ": the application is not running, or reads with another"
                    + " application.id";
        }
        String running = "the application runs (" + members + (members == 1 ? " member" : " members") + " in group "
                + group + ")";
        if (committed == null) {
            return running
                    + " and has committed nothing of this partition yet: it restores its state, or is at its first"
                    + " events; look at /health/ready";
        }
        if (committed.offset() <= offset) {
            return running + " and has " + (offset - committed.offset())
                    + " events of this partition to answer before this one; wait longer (--timeout), or see"
                    + " docs/runbooks/PerennialLagGrowing.md";
        }
        return running
                + " and has read the event; it waits in a batch that is not full (tensor.max-wait), or its answer is"
                + " on other topics than this configuration names";
    }
}
