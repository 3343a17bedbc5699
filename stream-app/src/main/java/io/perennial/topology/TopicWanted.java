// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one topic of an application is to be.
 *
 * @param settings that it is created with, under Kafka's names
 */
public record TopicWanted(String name, Count count, Map<String, String> settings) {

    /** Property of a topic that says what becomes of old records. */
    public static final String POLICY = "cleanup.policy";

    private static final String RETENTION = "retention.ms";

    /** How many partitions. */
    public enum Count {
        /** The events', which all others go by. */
        EVENTS,
        /** As many as the events, since records are joined or state is kept partition by partition. */
        EXACTLY,
        /** As many as the events, or more: what leaves goes to the partition with the event's number. */
        AT_LEAST,
        /** Every instance reads all of it. */
        ONE
    }

    /** The settings are kept in the order of their names. */
    public TopicWanted {
        settings = new TreeMap<>(settings);
    }

    /**
     * Every topic of an application.
     *
     * @param retention of what leaves
     * @param changelogs whether the internal ones are among them
     * @param internal settings of these beyond ours, as the configuration has them under {@code kafka.topic.}
     */
    public static List<TopicWanted> all(
            String application, Topics topics, Duration retention, boolean changelogs, Map<String, String> internal) {
        List<TopicWanted> all = new ArrayList<>();
        all.add(new TopicWanted(topics.events(), Count.EVENTS, Map.of()));
        if (topics.labels() != null) {
            all.add(new TopicWanted(topics.labels(), Count.EXACTLY, Map.of()));
        }
        if (topics.control() != null) {
            // Each command has a key of its own: compaction would keep every one for ever.
            all.add(new TopicWanted(topics.control(), Count.ONE, keptFor(Duration.ofDays(7))));
        }
        topics.outputs().forEach(topic -> all.add(new TopicWanted(topic, Count.AT_LEAST, keptFor(retention))));
        if (changelogs) {
            Map<String, String> settings = new HashMap<>(internal);
            settings.putAll(PerennialTopology.COMPACT);
            PerennialTopology.changelogs(application, topics)
                    .forEach(topic -> all.add(new TopicWanted(topic, Count.EXACTLY, settings)));
        }
        return all;
    }

    private static Map<String, String> keptFor(Duration retention) {
        return Map.of(POLICY, "delete", RETENTION, Long.toString(retention.toMillis()));
    }

    /** @param events partitions of the events topic */
    public int partitions(int events) {
        return count == Count.ONE ? 1 : events;
    }

    /**
     * What the application could not run on, in words.
     *
     * @param found partitions that the topic has
     * @param set its settings
     * @param events partitions of the events topic
     */
    public List<String> wrong(int found, Map<String, String> set, int events) {
        List<String> wrong = new ArrayList<>();
        if (count == Count.AT_LEAST && found < events) {
            wrong.add(name + " refused: expected at least as many partitions as of the events, " + events + ", got "
                    + found + "; add some: kafka-topics.sh --alter --topic " + name + " --partitions " + events);
        }
        if (count == Count.EXACTLY && found != events) {
            wrong.add(name + " refused: expected as many partitions as of the events, " + events + ", got " + found
                    + "; "
                    + (isState()
                            ? "stop the application, save what it learned with perennial store, delete the topic and create it"
                                    + " again"
                            : "labels are joined with predictions partition by partition: create it again"));
        }
        String policy = set.get(POLICY);
        if (isState() && policy != null && !policy.equals("compact")) {
            wrong.add(name + " refused: expected " + POLICY + "=compact, got " + policy
                    + ", which would delete what was learned; set it: kafka-configs.sh --alter --topic " + name
                    + " --add-config " + POLICY + "=compact");
        }
        return wrong;
    }

    /** What is otherwise than it would be created, and can stay so, in words. */
    public List<String> different(Map<String, String> set) {
        List<String> different = new ArrayList<>();
        settings.forEach((key, value) -> {
            String is = set.get(key);
            if (is != null && !is.equals(value) && !(isState() && key.equals(POLICY))) {
                different.add(name + " has " + key + "=" + is + ", would be created with " + value);
            }
        });
        return different;
    }

    private boolean isState() {
        return "compact".equals(settings.get(POLICY));
    }
}
