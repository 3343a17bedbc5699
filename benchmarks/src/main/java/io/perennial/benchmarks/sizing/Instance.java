// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.sizing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.app.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application as a process of its own, whose memory and time the system counts. Linux only: it reads /proc. */
final class Instance implements AutoCloseable {

    private static final Pattern RECKONED = Pattern.compile("memory of \\d+ MiB, needed (\\d+) MiB");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern USED = Pattern.compile("heap .* used (\\d+)K");

    private static final Pattern HEAP = Pattern.compile("heap refused: expected at least (\\d+) MiB");
    private static final Duration START = Duration.ofMinutes(3);
    private static final int LEAST_HEAP = 256;

    private final Process process;
    private final int heap;
    private final Path log;

    private Instance(Process process, int heap, Path log) {
        this.process = process;
        this.heap = heap;
        this.log = log;
    }

    /**
     * Starts one and waits until it works, with as much heap as it asks for.
     *
     * @param most heap that it may have, in MiB
     * @return empty where it asks for more
     */
    static Optional<Instance> running(Path config, int most, Path log) throws IOException {
        for (int heap = LEAST_HEAP; heap <= most; ) {
            Instance instance = start(config, heap, log);
            heap = instance.awaitRunning();
            if (heap == 0) {
                return Optional.of(instance);
            }
            instance.close();
        }
        return Optional.empty();
    }

    private static Instance start(Path config, int heapMebibytes, Path log) throws IOException {
        List<String> command = List.of(
                tool("java"),
                "-Xms" + heapMebibytes + "m",
                "-Xmx" + heapMebibytes + "m",
                "-XX:+AlwaysPreTouch", // so that all else that is resident is native
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--config",
                config.toString());
        return new Instance(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                heapMebibytes,
                log);
    }

    /** What {@code perennial inspect --json} says of a model, with the method of the instances. */
    static JsonNode inspect(Path model, int batch) throws IOException {
        Process asked = new ProcessBuilder(
                        tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "inspect",
                        model.toString(),
                        "--json",
                        "--batch=" + batch,
                        "--set=adapt.method=petal-fim",
                        "--set=adapt.views=0")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new ObjectMapper().readTree(asked.getInputStream());
    }

    /** @return 0 once it works, else the heap that it asks for in MiB */
    private int awaitRunning() throws IOException {
        long end = System.nanoTime() + START.toNanos();
        while (!output().contains("Kafka Streams: RUNNING")) {
            Matcher asked = HEAP.matcher(output());
            if (!process.isAlive() && asked.find()) {
                return Integer.parseInt(asked.group(1)) + 1; // the words are rounded
            }
            assertRunning();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the application did not start within " + START + ": " + output());
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        return 0;
    }

    /** @throws IllegalStateException with its log, where it has ended */
    void assertRunning() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("the application ended: " + output());
        }
    }

    /**
     * What it holds between two batches, in MB of 10^6 bytes.
     *
     * @param heap in use after a collection
     * @param outside resident beside the heap, without what malloc keeps of what was freed
     */
    record Held(double heap, double outside) {}

    Held held() throws IOException {
        jcmd("GC.run");
        jcmd("GC.run");
        jcmd("System.trim_native_heap");
        long used = number(USED, jcmd("GC.heap_info"));
        long resident = number(RESIDENT, status());
        return new Held(used * 1024 / 1e6, (resident - ((long) heap << 10)) * 1024 / 1e6);
    }

    private String jcmd(String command) throws IOException {
        Process asked = new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    private String status() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
    }

    /** Largest heap that it may have, in MiB. */
    int heap() {
        return heap;
    }

    /** What it reckoned at its start, in MiB. */
    long reckoned() throws IOException {
        return number(RECKONED, output());
    }

    /** What it has held at most, in MiB. */
    long peak() throws IOException {
        return number(PEAK, status()) >> 10;
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
