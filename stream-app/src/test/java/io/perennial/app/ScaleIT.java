// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One instance, three, and one again, over six partitions under load, with a standby replica of everything. */
@WithKafka
class ScaleIT {

    private static final Logger log = LoggerFactory.getLogger(ScaleIT.class);
    private static final int PARTITIONS = 6;
    private static final double EVENTS_PER_SECOND = 300;
    private static final long CHECKPOINT_STEPS = 5;

    @TempDir
    private Path directory;

    @Test
    void stepsNeverGoBackWhereEveryCommitCarriesTheWeights(Topics kafka) throws Exception {
        Ledger ledger = scaled(kafka, "inline");
        ledger.assertComplete();
        assertThat(ledger.assertStepsGoBackByAtMost(0)).isZero();
    }

    @Test
    void stepsGoBackByNoMoreThanOneCheckpointIntervalWhereWeightsAreLarge(Topics kafka) throws Exception {
        Ledger ledger = scaled(
                kafka,
                "seldom",
                "adapt.checkpoint.inline-limit",
                "0",
                "adapt.checkpoint.steps",
                Long.toString(CHECKPOINT_STEPS));
        ledger.assertNothingLostOrDoubled();
        long back = ledger.assertStepsGoBackByAtMost(CHECKPOINT_STEPS);
        log.info("steps went back by up to {}, of {} between two checkpoints", back, CHECKPOINT_STEPS);
    }

    private Ledger scaled(Topics kafka, String application, String... settings) throws Exception {
        io.perennial.topology.Topics topics = Service.topics(application);
        kafka.create(PARTITIONS, topics.names().toArray(String[]::new));
        String brokers = kafka.bootstrapServers();
        try (PerennialApp first = instance("first", application, brokers, settings);
                Follower follower = new Follower(brokers, topics);
                Load load = Load.start(brokers, DigitRecords.fromNow(topics.events()), EVENTS_PER_SECOND)) {
            follower.await(500);
            long before;
            try (Pauses pauses = new Pauses(brokers, topics.predictions());
                    PerennialApp second = instance("second", application, brokers, settings)) {
                try (PerennialApp third = instance("third", application, brokers, settings)) {
                    await().atMost(40, SECONDS).until(() -> total(second) > 100 && total(third) > 100);
                    follower.await(follower.count() + 600);
                    log.info("{}: longest pauses from 1 to 3: {}", application, pauses.longest());
                }
                // With two left, each comes to hold a replica of what the other answers.
                awaitMoreOfAll(first, second);
                follower.await(follower.count() + 600);
                before = first.metrics().progress().restored();
            }
            try (Pauses pauses = new Pauses(brokers, topics.predictions())) {
                awaitMoreOfAll(first);
                log.info("{}: longest pauses from 2 to 1: {}", application, pauses.longest());
            }
            List<Ledger.Sent> sent = load.stop();
            follower.await(sent.size());
            assertTookOverWarm(kafka, application, first.metrics().progress().restored() - before);
            return Ledger.close(kafka, topics, sent);
        }
    }

    /** What a standby replica has read does not count as restored; without one, half of the partitions would be read anew. */
    private static void assertTookOverWarm(Topics kafka, String application, long restored) {
        long kept = Stream.of("weights", "pending", "drift", "quality")
                .mapToLong(store -> kafka.committed(application + "-" + store + "-changelog")
                        .size())
                .sum();
        log.info("{}: {} records restored to take over, of {} in the changelogs", application, restored, kept);
        assertThat(restored).as("records restored to take over").isLessThan(kept / 10);
    }

    private PerennialApp instance(String name, String application, String brokers, String... settings)
            throws Exception {
        return Service.on(brokers, directory.resolve(application + "-" + name))
                .with("application.id", application, "kafka.client.id", application + "-" + name)
                .with("kafka.num.standby.replicas", "1", "kafka.session.timeout.ms", "45000")
                .with(settings)
                .open();
    }

    private static double total(PerennialApp app) throws Exception {
        return Scrape.predictions(app).values().stream()
                .mapToDouble(count -> count)
                .sum();
    }

    /** Within far less than the session timeout: who leaves says so. */
    private static void awaitMoreOfAll(PerennialApp... running) {
        Map<Integer, Double> before = predictions(running);
        await().atMost(20, SECONDS).until(() -> {
            Map<Integer, Double> now = predictions(running);
            return now.size() == PARTITIONS
                    && now.entrySet().stream()
                            .allMatch(count -> count.getValue() > before.getOrDefault(count.getKey(), 0d));
        });
    }

    private static Map<Integer, Double> predictions(PerennialApp... running) {
        Map<Integer, Double> all = new TreeMap<>();
        for (PerennialApp app : running) {
            try {
                Scrape.predictions(app).forEach((partition, count) -> all.merge(partition, count, Double::sum));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("no metrics", e);
            }
        }
        return all;
    }
}
