// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import io.perennial.broker.BrokerProcess;
import io.perennial.harness.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service is killed with SIGKILL a hundred times, at random moments: while it works, while it catches up, and one time in
 * four while it starts. {@code -Dperennial.chaos.kills=20} kills less often, {@code -Dperennial.chaos.seed=2} at other moments.
 */
class KillsChaos {

    private static final int KILLS = Integer.getInteger("perennial.chaos.kills", 100);
    private static final long SEED = Long.getLong("perennial.chaos.seed", 1);
    private static final Logger log = LoggerFactory.getLogger(KillsChaos.class);

    @Test
    void nothingIsLostOrDoubledOverAHundredKills(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        log.info("seed {}", SEED);
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                Trial trial = Trial.begin(
                        "SIGKILL at random moments",
                        "killed",
                        broker.bootstrapServers(),
                        directory,
                        // A static member takes its own place back at once instead of waiting until its former self has
                        // timed out.
                        "kafka.group.instance.id",
                        "one")) {
            ChildProcess[] service = {trial.start("one")};
            trial.settle(200);
            for (int kill = 1; kill <= KILLS; kill++) {
                trial.settle(1 + random.nextInt(100));
                boolean twice = kill < KILLS && random.nextInt(3) == 0;
                kill += twice ? 1 : 0;
                trial.strike(() -> {
                    service[0].kill();
                    service[0] = trial.start("one");
                    if (twice) { // at a moment of the start
                        trial.watch(Duration.ofMillis(random.nextInt(3000)));
                        service[0].kill();
                        service[0] = trial.start("one");
                    }
                });
            }
            trial.settle(200);
            trial.finish(KILLS + " kills, seed " + SEED, "--every-step", "--steps-back", "0");
        }
    }
}
