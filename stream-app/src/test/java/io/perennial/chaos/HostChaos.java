// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The machine fails the service: it stands still, takes its memory or its disk, damages its files, or moves its clock. */
class HostChaos extends OneBroker {

    private static final Duration SOON = Duration.ofSeconds(60);
    /** Bytes that a service needs more than that, once it reads events. */
    private static final long LITTLE = 32L << 20;

    private static final Path FAKE_TIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    /** One instance sleeps in the middle of a transaction, its partitions go to the other, and it wakes up and wants to commit. */
    @Test
    void sleepsLongerThanItsSession() throws Exception {
        try (Trial trial = trial("SIGSTOP beyond the session", "zombie")) {
            ChildProcess sleeper = trial.start("sleeper");
            trial.settle(200);
            trial.start("other");
            trial.settle(1000);
            for (int time = 0; time < 2; time++) {
                trial.strike(() -> {
                    Shell.signal("STOP", sleeper.pid());
                    // Answered by the other alone: the sleeper has lost its partition.
                    trial.settle((long) (8 * Plan.EVENTS_PER_SECOND));
                    Shell.signal("CONT", sleeper.pid());
                });
                trial.settle(600);
            }
            assertThat(sleeper.isAlive()).isTrue();
            trial.finish("both go on", "--every-step", "--steps-back", "0");
        }
    }

    @Test
    void isKilledByTheKernelForItsMemory() throws Exception {
        try (MemoryLimit limit =
                MemoryLimit.create("perennial-chaos-" + ProcessHandle.current().pid())) {
            assumeTrue(limit != null, "control groups cannot be made here: it takes root");
            try (Trial trial = trial("killed by the kernel for memory", "memory")) {
                ChildProcess[] service = {trial.start("one")};
                trial.settle(400);
                limit.set(LITTLE);
                for (int time = 0; time < 2; time++) {
                    long kills = limit.kills();
                    trial.strike(() -> {
                        service[0].kill();
                        int starts = starts(service[0]);
                        service[0] = trial.start("one");
                        // Later than it looks at the limit itself, which it would refuse.
                        await().atMost(SOON).until(() -> starts(service[0]) > starts);
                        limit.add(service[0]);
                        assertThat(service[0].awaitExit(SOON)).isEqualTo(Doom.KILLED);
                        assertThat(limit.kills()).isGreaterThan(kills);
                        service[0] = trial.start("one");
                    });
                    trial.settle(200);
                }
                trial.finish("", "--every-step", "--steps-back", "0");
            }
        }
    }

    private static int starts(ChildProcess service) {
        return service.output().split("MemoryCheck: memory of", -1).length;
    }

    @Test
    void findsTheDiskFullUnderItsState() throws Exception {
        Path disk = Files.createDirectories(directory.resolve("one"));
        assumeTrue(
                Shell.run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()),
                "a small file system cannot be mounted here: it takes root");
        try (Trial trial = trial("disk full under the state directory", "full")) {
            ChildProcess[] service = {trial.start("one")};
            trial.settle(400);
            trial.strike(() -> {
                fill(disk.resolve("ballast"));
                trial.settle(400); // state is in Kafka: nothing is missed while it runs
                service[0].kill();
                service[0] = trial.start("one");
                trial.settle(200); // nor when it starts
                Files.delete(disk.resolve("ballast"));
            });
            trial.finish("also a start on the full disk", "--every-step", "--steps-back", "0");
        } finally {
            Shell.run("umount", "--lazy", disk.toString());
        }
    }

    private static void fill(Path ballast) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    @Test
    void findsItsStateDirectoryDamaged() throws Exception {
        try (Trial trial = trial("state directory damaged", "damaged")) {
            ChildProcess[] service = {trial.start("one")};
            for (int time = 0; time < 2; time++) {
                trial.settle(300);
                trial.strike(() -> {
                    service[0].kill();
                    damage(trial.home("one").resolve("state"));
                    service[0] = trial.start("one");
                });
            }
            trial.settle(200);
            trial.finish("nothing of it is needed", "--every-step", "--steps-back", "0");
        }
    }

    /** Nothing is kept there, so nothing is there to damage: instead, what Kafka Streams would look for. */
    private static void damage(Path state) throws IOException {
        byte[] garbage = {(byte) 0xde, (byte) 0xad, '{', 0, '\n', (byte) 0xff};
        for (String name :
                List.of("kafka-streams-process-metadata", ".lock", "0_0/.checkpoint", "0_0/.lock", "0_1/.checkpoint")) {
            Path file = state.resolve("damaged").resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, garbage);
        }
    }

    /** An hour forth, and back again; timers and time-outs of the JVM go by a clock that does not jump. */
    @Test
    void itsClockJumps() throws Exception {
        assumeTrue(Files.exists(FAKE_TIME), "libfaketime is not here (package faketime of the system)");
        Path clock = Files.writeString(directory.resolve("clock"), "+0");
        try (Trial trial = trial("clock jumps by an hour", "clock")) {
            ChildProcess service = trial.startUnder(
                    "one",
                    "LD_PRELOAD=" + FAKE_TIME,
                    "FAKETIME_TIMESTAMP_FILE=" + clock,
                    "FAKETIME_CACHE_DURATION=1",
                    "FAKETIME_DONT_FAKE_MONOTONIC=1",
                    // Its own way with conditions hangs a JVM.
                    "FAKETIME_FORCE_MONOTONIC_FIX=0");
            trial.settle(300);
            for (String jump : List.of("+3600", "+0", "-3600", "+0")) {
                trial.strike(() -> {
                    Files.writeString(clock, jump);
                    trial.watch(Duration.ofSeconds(2)); // it looks at the file once a second
                });
                trial.settle(300);
            }
            assertThat(service.isAlive()).isTrue();
            trial.finish("forth and back, back and forth", "--every-step", "--steps-back", "0");
        }
    }
}
