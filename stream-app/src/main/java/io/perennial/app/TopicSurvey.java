// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.evaluate.ResultTable;
import io.perennial.topology.TopicWanted;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of an application as they are wanted, beside those of the cluster. */
final class TopicSurvey implements AutoCloseable {

    private final ClusterTopics cluster;
    private final List<TopicWanted> wanted;
    private final Map<String, ClusterTopics.Found> found;
    private final Map<String, Map<String, String>> settings;
    private final Integer asked;
    private final short replicas;
    private final Set<String> created = new HashSet<>();
    private boolean dryRun;

    private TopicSurvey(ClusterTopics cluster, List<TopicWanted> wanted, Integer asked, short replicas) {
        this.cluster = cluster;
        this.wanted = wanted;
        this.asked = asked;
        this.replicas = replicas;
        this.found = cluster.find(wanted.stream().map(TopicWanted::name).toList());
        this.settings = cluster.settings(found.keySet());
    }

    /**
     * @param admin properties of an admin client
     * @param asked partitions of the events; null for what they have
     * @param replicas of new topics, -1 for what the cluster gives
     * @throws IllegalStateException if the cluster does not answer or does not let us in
     */
    static TopicSurvey of(Map<String, Object> admin, List<TopicWanted> wanted, Integer asked, short replicas) {
        ClusterTopics cluster = ClusterTopics.open(admin);
        try {
            return new TopicSurvey(cluster, wanted, asked, replicas);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** Names of those that are not there. */
    List<String> missing() {
        return wanted.stream()
                .map(TopicWanted::name)
                .filter(name -> !found.containsKey(name) && !created.contains(name))
                .toList();
    }

    /**
     * Creates those that are missing.
     *
     * @param dry whether the cluster is only asked if it would
     */
    void create(boolean dry) {
        dryRun = dry;
        List<NewTopic> topics = wanted.stream()
                .filter(topic -> !found.containsKey(topic.name()))
                .map(topic ->
                        new NewTopic(topic.name(), topic.partitions(events()), replicas).configs(topic.settings()))
                .toList();
        cluster.create(topics, dry, created::add);
    }

    /** Partitions that the events have, or shall have. */
    private int events() {
        return found(TopicWanted.Count.EVENTS)
                .map(ClusterTopics.Found::partitions)
                .orElse(asked == null ? TopicsOptions.PARTITIONS : asked);
    }

    private Optional<ClusterTopics.Found> found(TopicWanted.Count count) {
        return wanted.stream()
                .filter(topic -> topic.count() == count)
                .map(topic -> found.get(topic.name()))
                .filter(there -> there != null)
                .findFirst();
    }

    /** What the application could not run on, in words. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (TopicWanted topic : wanted) {
            ClusterTopics.Found there = found.get(topic.name());
            if (there != null) {
                problems.addAll(topic.wrong(there.partitions(), settings.get(topic.name()), events()));
                if (topic.count() == TopicWanted.Count.EVENTS && asked != null && there.partitions() < asked) {
                    problems.add(topic.name() + " refused: expected " + asked + " partitions, got " + there.partitions()
                            + "; take these with --partitions " + there.partitions() + ", add some with kafka-topics.sh"
                            + " --alter before the application first runs, or choose another application.id, since keys move"
                            + " to other partitions and what was learned does not");
                }
            }
        }
        return problems;
    }

    /** What is otherwise than asked, and can stay so. */
    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (TopicWanted topic : wanted) {
            ClusterTopics.Found there = found.get(topic.name());
            if (there != null) {
                notes.addAll(topic.different(settings.get(topic.name())));
                if (topic.count() == TopicWanted.Count.EVENTS && asked != null && there.partitions() > asked) {
                    notes.add(topic.name() + " has " + there.partitions() + " partitions, asked for " + asked);
                }
                if (replicas > 0 && there.replicas() != replicas) {
                    notes.add(topic.name() + " has " + there.replicas() + " replicas, asked for " + replicas);
                }
            }
        }
        return notes;
    }

    /** A table of what is there and what was done, and below it what is not as it should be. */
    void print(PrintWriter out) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("topic", "partitions", "replicas", "is"));
        for (TopicWanted topic : wanted) {
            ClusterTopics.Found there = found.get(topic.name());
            rows.add(List.of(
                    topic.name(),
                    Integer.toString(there == null ? topic.partitions(events()) : there.partitions()),
                    there != null ? Integer.toString(there.replicas()) : replicas < 0 ? "default" : "" + replicas,
                    state(topic.name())));
        }
        ResultTable.aligned(rows).forEach(out::println);
        notes().forEach(note -> out.println("note: " + note));
        problems().forEach(problem -> out.println("wrong: " + problem));
        out.flush();
    }

    private String state(String name) {
        if (created.contains(name)) {
            return dryRun ? "missing, would be created" : "created";
        }
        return found.containsKey(name) ? "there" : "missing";
    }

    @Override
    public void close() {
        cluster.close();
    }
}
