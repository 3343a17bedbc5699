// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What a service that was killed twenty times says, beside one that was not. */
class RecoveryChaos {

    private static final int KILLS = 20;
    private static final long CHECKPOINT_STEPS = 5;
    private static final int EVENTS_BETWEEN = 100;
    /** Events per second: few enough that the service catches up between two kills, and more where nothing is to be waited for. */
    private static final double SLOW = 60;

    private static final double FAST = 400;
    /** Batches end by their size alone, but for the last: so both services have the same. */
    private static final String MAX_WAIT = "20s";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** What was said, and to how many events. */
    private record Said(long events, List<String> predictions, List<String> uncertainties) {}

    @Test
    void saysTheSameBitForBitWhereWeightsCommitWithEveryTransaction() throws Exception {
        Said killed = said("SIGKILL, the answers bit for bit the same as without", SLOW, Long.MAX_VALUE, KILLS);
        Said unharmed = said("nothing, for comparison", FAST, killed.events(), 0);
        assertThat(unharmed.events()).isEqualTo(killed.events());
        assertThat(killed.predictions()).isEqualTo(unharmed.predictions());
        assertThat(killed.uncertainties()).isEqualTo(unharmed.uncertainties());
    }

    private Said said(String fault, double eventsPerSecond, long events, int kills) throws Exception {
        Path home = Files.createDirectories(directory.resolve("kills-" + kills));
        try (BrokerProcess broker = BrokerProcess.start(home.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(Plan.of(fault, "exact", broker.bootstrapServers(), home)
                        .inOnePartition()
                        .at(eventsPerSecond, events)
                        .with("tensor.max-wait", MAX_WAIT, "kafka.group.instance.id", "one"))) {
            ChildProcess[] service = {trial.start("one")};
            kill(trial, service, kills);
            if (kills == 0) {
                trial.load().awaitEnd();
            }
            JsonNode report = trial.finish("", "--every-step", "--steps-back", "0");
            Topics kafka = new Topics(broker.bootstrapServers());
            return new Said(
                    Trial.sum(report, "events"),
                    texts(kafka, trial.topics().predictions()),
                    texts(kafka, trial.topics().uncertainty()));
        }
    }

    private static void kill(Trial trial, ChildProcess[] service, int kills) throws Exception {
        SplittableRandom random = new SplittableRandom(3);
        for (int kill = 0; kill < kills; kill++) {
            trial.settle(EVENTS_BETWEEN / 2 + random.nextInt(EVENTS_BETWEEN));
            trial.strike(() -> {
                service[0].kill();
                service[0] = trial.start("one");
            });
        }
    }

    private static List<String> texts(Topics kafka, String topic) {
        return kafka.committed(topic).stream()
                .map(ConsumerRecord::value)
                .map(value -> new String(value, UTF_8))
                .toList();
    }

    @Test
    void learnsAtMostOneIntervalAgainWhereWeightsCommitSeldom() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "SIGKILL, weights every " + CHECKPOINT_STEPS + " steps",
                        "seldom",
                        broker.bootstrapServers(),
                        directory,
                        "adapt.checkpoint.inline-limit",
                        "0",
                        "adapt.checkpoint.steps",
                        Long.toString(CHECKPOINT_STEPS),
                        "kafka.group.instance.id",
                        "one")) {
            ChildProcess[] service = {trial.start("one")};
            kill(trial, service, KILLS / 2);
            trial.settle(200);
            JsonNode report = trial.finish(
                    "steps went back by at most " + CHECKPOINT_STEPS, "--steps-back", Long.toString(CHECKPOINT_STEPS));
            assertThat(Trial.sum(report, "wentBack")).isPositive();
        }
    }
}
