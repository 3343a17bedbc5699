// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Instances come and go. */
class GroupChaos {

    private static final Duration STORM = Duration.ofMinutes(Integer.getInteger("perennial.chaos.storm-minutes", 10));
    private static final int MOST = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    /** Every few seconds one joins, or one leaves, by a word or without. */
    @Test
    void instancesJoinAndLeaveWithoutAnEnd() throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "rebalance storm, a join or a leave every 5 s",
                        "storm",
                        broker.bootstrapServers(),
                        directory)) {
            List<ChildProcess> running = new ArrayList<>(List.of(trial.start("instance-0")));
            trial.settle(200);
            long end = System.nanoTime() + STORM.toNanos();
            int started = 1;
            int left = 0;
            while (System.nanoTime() < end) {
                boolean joins = running.size() == 1 || running.size() < MOST && random.nextBoolean();
                if (joins) {
                    running.add(trial.start("instance-" + started++));
                } else {
                    ChildProcess leaves = running.remove(random.nextInt(running.size()));
                    left++;
                    if (random.nextBoolean()) {
                        leaves.kill();
                    } else {
                        leaves.terminate();
                    }
                }
                trial.watch(Duration.ofMillis(4000 + random.nextInt(2000)));
            }
            trial.strike(() -> {});
            trial.finish(
                    started + " joined, " + left + " left, half of them by SIGKILL",
                    "--every-step",
                    "--steps-back",
                    "0");
        }
    }

    @Test
    void aStandbyTakesOver() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "SIGKILL with a standby replica",
                        "standby",
                        broker.bootstrapServers(),
                        directory,
                        "kafka.num.standby.replicas",
                        "1")) {
            ChildProcess[] instances = {trial.start("a"), trial.start("b")};
            trial.settle(1500);
            for (int time = 0; time < 3; time++) {
                int dies = time % 2;
                trial.strike(() -> instances[dies].kill());
                instances[dies] = trial.start(dies == 0 ? "a" : "b");
                trial.settle(2000);
            }
            trial.finish("the other goes on", "--every-step", "--steps-back", "0");
        }
    }
}
