// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.topology.TopicWanted;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the topics of an application are to be. */
final class TopicsOptions {

    /** What a new events topic gets where nobody says. */
    static final int PARTITIONS = 6;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description = "of the events, and so of all others but the commands (default: what the events have, or "
                    + PARTITIONS + ")")
    private Integer partitions;

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            defaultValue = "-1",
            description = "copies of each partition (default: ${DEFAULT-VALUE}, the cluster's own default)")
    private short replicas;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            defaultValue = "7d",
            converter = TimeOption.class,
            description = "how long what leaves is kept, such as 12h or 7d (default: ${DEFAULT-VALUE})")
    private Duration retention;

    @Option(
            names = "--with-internal",
            paramLabel = "true|false",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            description = "also the changelogs of the application's state, so that it needs no right to create topics"
                    + " (default: ${DEFAULT-VALUE})")
    private boolean internal;

    /** Looks at the cluster. */
    TopicSurvey survey() {
        if (partitions != null && partitions < 1) {
            throw new IllegalArgumentException("--partitions refused: expected 1 or more, got " + partitions);
        }
        if (replicas < 1 && replicas != -1) {
            throw new IllegalArgumentException(
                    "--replication-factor refused: expected 1 or more, or -1 for the cluster's default, got "
                            + replicas);
        }
        Settings settings = config.settings();
        List<TopicWanted> wanted = TopicWanted.all(
                settings.application().id(), Options.topics(settings), retention, internal, changelogs(settings));
        return TopicSurvey.of(new StreamsProperties(settings).admin(), wanted, partitions, replicas);
    }

    private static Map<String, String> changelogs(Settings settings) {
        Map<String, String> given = new HashMap<>();
        settings.kafka().forEach((name, value) -> {
            if (name.startsWith(StreamsConfig.TOPIC_PREFIX)) {
                given.put(name.substring(StreamsConfig.TOPIC_PREFIX.length()), value);
            }
        });
        return given;
    }
}
