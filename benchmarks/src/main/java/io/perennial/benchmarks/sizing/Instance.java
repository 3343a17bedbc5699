// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.sizing;

import io.perennial.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application as a process of its own, whose memory and time the system counts. Linux only: it reads /proc. */
final class Instance implements AutoCloseable {

    private static final Pattern RECKONED = Pattern.compile("memory of \\d+ MiB, needed (\\d+) MiB");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Process process;
    private final Path log;

    private Instance(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Instance start(Path config, int heapMebibytes, Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMebibytes + "m",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                config.toString()));
        return new Instance(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Waits until it works. */
    void awaitRunning() throws IOException {
        while (!output().contains("Kafka Streams: RUNNING")) {
            assertRunning();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** @throws IllegalStateException with its log, where it has ended */
    void assertRunning() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the application ended: " + output());
        }
    }

    /** What it reckoned at its start, in MiB. */
    long reckoned() throws IOException {
        return number(RECKONED, output());
    }

    /** What it has held at most, in MiB. */
    long peak() throws IOException {
        return number(PEAK, Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))) >> 10;
    }

    /** Processor time up to now, of all its threads. */
    Duration time() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException("expected " + pattern + " in: " + text);
        }
        return Long.parseLong(found.group(1));
    }

    private String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
