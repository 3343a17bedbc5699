// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.broker.BrokerProcess;
import io.perennial.control.Command;
import io.perennial.control.ControlSender;
import io.perennial.harness.ChildProcess;
import io.perennial.harness.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hours under load, on a stream whose conditions change all the time: one instance stays, another is killed and comes back once a
 * minute, and both go back to a checkpoint now and then. What the one that stays takes of the machine must not grow. {@code
 * -Dperennial.soak.minutes=10} is the shorter one.
 */
class ServiceSoak {

    private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("perennial.soak.minutes", 120));
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final int KILL_EVERY = 6;
    private static final int ROLL_BACK_EVERY = 15;
    /** Of what it takes after the first quarter: the allocators keep what was once asked for at the same time. */
    private static final double MAY_GROW = 1.05;

    private static final Logger log = LoggerFactory.getLogger(ServiceSoak.class);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void takesNoMoreOfTheMachineAsTimeGoesOn() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "what a process takes is read from /proc, of Linux");
        String control = "soak.control";
        try (BrokerProcess broker = BrokerProcess.start(directory.resolve("broker"), Recovery.BROKER);
                ControlSender sender = new ControlSender(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), control, Clock.systemUTC())) {
            new Topics(broker.bootstrapServers()).create(1, control);
            try (Trial trial = Trial.begin(
                    "soak of " + TIME.toMinutes() + " minutes, one of two killed each minute",
                    "soak",
                    broker.bootstrapServers(),
                    directory,
                    "record.control-topic",
                    control,
                    "store.uri",
                    directory.resolve("store").toUri().toString(),
                    "store.checkpoint-interval",
                    "5s",
                    "kafka.num.standby.replicas",
                    "1")) {
                List<ProcessFigures> figures = soak(trial, sender);
                trial.strike(() -> {});
                trial.finish(summary(figures), "--every-step", "--steps-back", "0");
                assertFlat(figures);
            }
        }
    }

    private static List<ProcessFigures> soak(Trial trial, ControlSender sender) throws Exception {
        ChildProcess stays = trial.start("stays");
        trial.settle(400);
        ChildProcess dies = trial.start("dies");
        List<ProcessFigures> figures = new ArrayList<>();
        long end = System.nanoTime() + TIME.toNanos();
        for (int tick = 1; System.nanoTime() < end; tick++) {
            trial.watch(BETWEEN);
            figures.add(ProcessFigures.of(stays));
            log.info("{}", figures.get(figures.size() - 1));
            if (tick % KILL_EVERY == 0) {
                dies.kill();
                dies = trial.start("dies");
            }
            if (tick % ROLL_BACK_EVERY == 0) {
                sender.send(Command.Kind.ROLLBACK, Optional.empty(), "step:" + 10 * tick, "soak");
            }
        }
        return figures;
    }

    private static void assertFlat(List<ProcessFigures> figures) {
        assertThat(late(figures, ProcessFigures::resident)).as("bytes resident").isLessThan((long)
                (MAY_GROW * early(figures, ProcessFigures::resident)));
        // A rebalance has a few of each for a moment.
        assertThat(late(figures, ProcessFigures::files))
                .as("open files")
                .isLessThanOrEqualTo(early(figures, ProcessFigures::files) + 4);
        assertThat(late(figures, ProcessFigures::threads))
                .as("threads")
                .isLessThanOrEqualTo(early(figures, ProcessFigures::threads) + 4);
        assertThat(late(figures, ProcessFigures::series))
                .as("series of metrics")
                .isLessThanOrEqualTo(early(figures, ProcessFigures::series));
    }

    /** The largest of the second quarter. */
    private static long early(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> what) {
        int quarter = figures.size() / 4;
        return figures.subList(quarter, 2 * quarter).stream()
                .mapToLong(what)
                .max()
                .orElseThrow();
    }

    /** The largest of the last quarter. */
    private static long late(List<ProcessFigures> figures, ToLongFunction<ProcessFigures> what) {
        return figures.subList(figures.size() - figures.size() / 4, figures.size()).stream()
                .mapToLong(what)
                .max()
                .orElseThrow();
    }

    private static String summary(List<ProcessFigures> figures) {
        return "at a quarter: " + figures.get(figures.size() / 4) + "; at the end: " + figures.get(figures.size() - 1);
    }
}
