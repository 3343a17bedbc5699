// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code perennial topics} on a cluster where nobody, or somebody else, has been before. */
@WithKafka
class TopicsCommandIT {

    @TempDir
    private Path directory;

    @Test
    void createsWhatIsMissingAsItIsWanted(Topics kafka) throws Exception {
        CommandRun first = topics("create", "fresh", kafka, "--partitions", "3", "--retention", "12h");
        assertThat(first.status()).as(first.out() + first.err()).isZero();
        assertThat(settings(kafka, "fresh.predictions"))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "43200000");
        assertThat(settings(kafka, "fresh-weights-changelog"))
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("segment.bytes", "16777216")
                .containsEntry("max.message.bytes", "2000000");
        assertThat(partitions(kafka, "fresh.control")).isEqualTo(1);
        for (String name : List.of("fresh.events", "fresh.labels", "fresh.drift", "fresh-outcomes-changelog")) {
            assertThat(partitions(kafka, name)).as(name).isEqualTo(3);
        }
        CommandRun second = topics("create", "fresh", kafka);
        assertThat(second.status()).isZero();
        assertThat(second.out())
                .contains("note: fresh.predictions has retention.ms=43200000")
                .doesNotContain("created\n");
        assertThat(topics("check", "fresh", kafka, "--retention", "12h").out()).doesNotContain("note", "wrong");
    }

    /** What is there decides: the others follow the events. */
    @Test
    void takesTheEventsAsTheyAre(Topics kafka) throws Exception {
        kafka.create(2, "mine.events");
        CommandRun run = topics("create", "mine", kafka, "--with-internal=false");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("mine.events", "there").doesNotContain("changelog");
        assertThat(partitions(kafka, "mine.predictions")).isEqualTo(2);
        CommandRun more = topics("create", "mine", kafka, "--with-internal=false", "--partitions", "4");
        assertThat(more.status()).isEqualTo(1);
        assertThat(more.out()).contains("wrong: mine.events refused: expected 4 partitions, got 2; ");
        CommandRun fewer = topics("create", "mine", kafka, "--with-internal=false", "--partitions", "1");
        assertThat(fewer.status()).isZero();
        assertThat(fewer.out()).contains("note: mine.events has 2 partitions, asked for 1");
    }

    @Test
    void saysWhatCannotStay(Topics kafka) throws Exception {
        kafka.create(2, "old.events");
        kafka.create(1, "old.predictions", "old.labels", "old-pending-changelog");
        try (Admin admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("old-weights-changelog", 2, (short) 1)))
                    .all()
                    .get();
        }
        CommandRun run = topics("check", "old", kafka);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "wrong: old.predictions refused: expected at least as many partitions as of the events, 2, got 1",
                        "wrong: old.labels refused: expected as many partitions as of the events, 2, got 1",
                        "wrong: old-pending-changelog refused: expected as many partitions",
                        "wrong: old-weights-changelog refused: expected cleanup.policy=compact, got delete",
                        "missing");
    }

    @Test
    void aNumberThatIsNoneIsRefused(Topics kafka) throws Exception {
        assertThat(topics("create", "none", kafka, "--partitions", "0").err()).contains("--partitions refused");
        assertThat(topics("create", "none", kafka, "--replication-factor", "0").err())
                .contains("--replication-factor refused");
        assertThat(topics("create", "none", kafka, "--retention", "7").status()).isEqualTo(2);
        CommandRun many = topics("create", "none", kafka, "--replication-factor", "3");
        assertThat(many.status()).isEqualTo(1);
        assertThat(many.err()).contains("topics not created", "--replication-factor");
    }

    private CommandRun topics(String command, String app, Topics kafka, String... more) throws IOException {
        String yaml = "bundle: builtin:digits\napplication: {id: " + app + "}\nkafka: {bootstrap.servers: '"
                + kafka.bootstrapServers() + "', topic.max.message.bytes: '2000000'}\nrecord: {control-topic: " + app
                + ".control}\npublish: {labels-topic: " + app + ".labels}\n";
        Path config = Files.writeString(directory.resolve("perennial.yaml"), yaml);
        List<String> all = new ArrayList<>(List.of("topics", command, "--config", config.toString()));
        all.addAll(List.of(more));
        return CommandRun.of(all);
    }

    private static Map<String, String> settings(Topics kafka, String topic) {
        try (ClusterTopics cluster = ClusterTopics.open(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return cluster.settings(List.of(topic)).get(topic);
        }
    }

    private static int partitions(Topics kafka, String topic) {
        try (ClusterTopics cluster = ClusterTopics.open(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return cluster.find(List.of(topic)).get(topic).partitions();
        }
    }

    private static Admin admin(Topics kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }
}
