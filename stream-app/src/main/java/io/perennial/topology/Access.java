// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What an application may do on a cluster that has an authoriser: exactly this, no more and no less. READ and WRITE include
 * DESCRIBE, and with WRITE on a topic an idempotent producer needs no right on the cluster.
 *
 * @param application its id
 * @param transactions whether it publishes exactly once
 * @param commands whether it takes commands by HTTP, and so writes to the control topic
 * @param creates whether it creates its changelogs itself; otherwise they are there before it starts
 */
public record Access(String application, Topics topics, boolean transactions, boolean commands, boolean creates) {

    /** Who connects. */
    public enum Role {
        /** The service. */
        RUN,
        /** {@code perennial topics}. */
        TOPICS,
        /** {@code perennial evaluate} on the application's events. */
        EVALUATE,
        /** {@code perennial control}. */
        CONTROL,
        /** {@code perennial probe}. */
        PROBE,
        /** {@code perennial verify}. */
        VERIFY
    }

    /** Everything that a role needs, in the order in which data flows. */
    public List<AccessNeeded> of(Role role) {
        return switch (role) {
            case RUN -> service();
            case TOPICS -> administration();
            case EVALUATE -> evaluation();
            case CONTROL -> control();
            case PROBE -> probe();
            case VERIFY -> verification();
        };
    }

    private List<AccessNeeded> service() {
        List<AccessNeeded> needed = new ArrayList<>();
        needed.add(AccessNeeded.topic(topics.events(), READ, "events"));
        if (topics.labels() != null) {
            needed.add(AccessNeeded.topic(topics.labels(), READ, "labels"));
        }
        if (topics.control() != null) {
            needed.add(AccessNeeded.topic(topics.control(), READ, "commands"));
            if (commands) {
                needed.add(AccessNeeded.topic(topics.control(), WRITE, "commands that come by HTTP"));
            }
        }
        for (String topic : topics.outputs()) {
            needed.add(AccessNeeded.topic(topic, WRITE, "what leaves"));
        }
        for (String changelog : PerennialTopology.changelogs(application, topics)) {
            needed.add(AccessNeeded.topic(changelog, READ, "state, when a partition comes"));
            needed.add(AccessNeeded.topic(changelog, WRITE, "state, at each commit"));
            if (creates) {
                needed.add(AccessNeeded.topic(changelog, CREATE, "state, at the first start"));
            }
        }
        needed.add(new AccessNeeded(
                ResourceType.GROUP,
                PatternType.LITERAL,
                application,
                READ,
                "its share of the partitions, offsets, lag"));
        if (transactions) {
            needed.add(new AccessNeeded(
                    ResourceType.TRANSACTIONAL_ID,
                    PatternType.PREFIXED,
                    application + "-",
                    WRITE,
                    "exactly once; one transaction for each thread"));
        }
        return needed;
    }

    private List<AccessNeeded> administration() {
        List<String> all = new ArrayList<>(topics.names());
        all.addAll(PerennialTopology.changelogs(application, topics));
        List<AccessNeeded> needed = new ArrayList<>();
        for (String topic : all) {
            needed.add(AccessNeeded.topic(topic, CREATE, "create"));
            needed.add(AccessNeeded.topic(topic, DESCRIBE, "see that it is there"));
            needed.add(AccessNeeded.topic(topic, DESCRIBE_CONFIGS, "see how it is kept"));
        }
        return needed;
    }

    private List<AccessNeeded> evaluation() {
        List<AccessNeeded> needed = new ArrayList<>();
        needed.add(AccessNeeded.topic(topics.events(), READ, "--topic"));
        if (topics.labels() != null) {
            needed.add(AccessNeeded.topic(topics.labels(), READ, "--labels-topic"));
        }
        return needed;
    }

    private List<AccessNeeded> control() {
        List<AccessNeeded> needed = new ArrayList<>();
        needed.add(AccessNeeded.topic(topics.events(), DESCRIBE, "how many partitions there are to answer"));
        if (topics.control() != null) {
            needed.add(AccessNeeded.topic(topics.control(), WRITE, "the command"));
        }
        needed.add(AccessNeeded.topic(topics.drift(), READ, "the answers"));
        return needed;
    }

    private List<AccessNeeded> probe() {
        return List.of(
                AccessNeeded.topic(topics.events(), WRITE, "its event"),
                AccessNeeded.topic(topics.predictions(), READ, "the answer"),
                AccessNeeded.topic(topics.deadLetter(), READ, "the answer, where the event was refused"),
                new AccessNeeded(
                        ResourceType.GROUP,
                        PatternType.LITERAL,
                        application,
                        DESCRIBE,
                        "how far the service is, where no answer comes"));
    }

    private List<AccessNeeded> verification() {
        return List.of(
                AccessNeeded.topic(topics.events(), READ, "what entered"),
                AccessNeeded.topic(topics.predictions(), READ, "what left"),
                AccessNeeded.topic(topics.uncertainty(), READ, "by which weights"),
                AccessNeeded.topic(topics.deadLetter(), READ, "what was refused"),
                AccessNeeded.topic(topics.drift(), READ, "which commands took weights back"));
    }
}
