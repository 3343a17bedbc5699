// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.perennial.harness.Topics;
import io.perennial.harness.WithKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class TwoInstancesIT {

    private static final int PARTITIONS = 4;
    private static final double EVENTS_PER_SECOND = 400;

    @Test
    void oneLeavesUnderLoadAndTheOtherGoesOnWithItsPartitions(Topics kafka, @TempDir Path directory) throws Exception {
        kafka.create(PARTITIONS, Service.TOPICS.names().toArray(String[]::new));
        String bootstrapServers = kafka.bootstrapServers();
        try (PerennialApp stays = instance("stays", bootstrapServers, directory);
                Follower follower = new Follower(bootstrapServers, Service.TOPICS);
                Load load =
                        Load.start(bootstrapServers, DigitRecords.fromNow(Service.TOPICS.events()), EVENTS_PER_SECOND)) {
            follower.await(500);
            try (PerennialApp leaves = instance("leaves", bootstrapServers, directory)) {
                await().atMost(30, SECONDS).until(() -> total(leaves) > 300);
                follower.await(follower.count() + 500);
                assertThat(total(stays)).isPositive();
            }
            Map<Integer, Double> before = Scrape.predictions(stays);
            // Far below the session timeout: who leaves says so.
            await().atMost(10, SECONDS).until(() -> hasMoreOfEach(before, Scrape.predictions(stays)));

            List<Ledger.Sent> sent = load.stop();
            follower.await(sent.size());
            Ledger ledger = Ledger.close(kafka, Service.TOPICS, sent);
            ledger.assertComplete();
            assertThat(total(stays))
                    .as("both did work")
                    .isLessThan(ledger.predictions().size());
            Replay.assertSamePredictions(ledger);
        }
    }

    private static PerennialApp instance(String name, String bootstrapServers, Path directory) throws Exception {
        return Service.on(bootstrapServers, directory.resolve(name))
                .with("kafka.client.id", name, "kafka.session.timeout.ms", "45000")
                .open();
    }

    private static double total(PerennialApp app) throws Exception {
        return Scrape.predictions(app).values().stream()
                .mapToDouble(count -> count)
                .sum();
    }

    private static boolean hasMoreOfEach(Map<Integer, Double> before, Map<Integer, Double> now) {
        return now.size() == PARTITIONS
                && now.entrySet().stream()
                        .allMatch(count -> count.getValue() > before.getOrDefault(count.getKey(), 0d));
    }
}
