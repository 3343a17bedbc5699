// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** A recording of Java Flight Recorder, and what it says of where the processor's time goes. */
final class Profile implements Throughput.Measured {

    private static final Set<String> SAMPLES = Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    private static final int MOST_ROWS = 30;

    /** In these a thread waits; the sampler counts it as busy in native code. */
    private static final List<String> WAITING = List.of(
            "EPoll.wait", "NioSocket", "Net.accept", "Net.poll", "SocketDispatcher.read0", "ProcessHandleImpl.wait");

    private final Path file;
    private Recording recording;

    Profile(Path file) {
        this.file = file;
    }

    @Override
    public void begin() {
        recording = new Recording();
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(5));
        recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(5));
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "1000/s");
        recording.enable("jdk.GarbageCollection");
        recording.start();
    }

    @Override
    public void end() throws IOException {
        recording.stop();
        recording.dump(file);
        recording.close();
    }

    /** Shares of samples by thread, by our package or Kafka's, and by method; shares of allocated bytes by package. */
    String summary() throws IOException {
        Map<String, Long> threads = new HashMap<>();
        Map<String, Long> parts = new HashMap<>();
        Map<String, Long> tops = new HashMap<>();
        Map<String, Long> allocated = new HashMap<>();
        try (RecordingFile events = new RecordingFile(file)) {
            while (events.hasMoreEvents()) {
                RecordedEvent event = events.readEvent();
                if (event.getStackTrace() == null) {
                    continue;
                }
                List<RecordedFrame> stack = event.getStackTrace().getFrames();
                if (event.getEventType().getName().equals("jdk.ObjectAllocationSample")) {
                    allocated.merge(part(stack), event.getLong("weight"), Long::sum);
                } else if (SAMPLES.contains(event.getEventType().getName()) && !waits(method(stack.get(0)))) {
                    threads.merge(thread(event), 1L, Long::sum);
                    parts.merge(part(stack), 1L, Long::sum);
                    tops.merge(method(stack.get(0)), 1L, Long::sum);
                }
            }
        }
        return table("thread, of samples", threads)
                + table("nearest named package, of samples", parts)
                + table("top of stack, of samples", tops)
                + table("nearest named package, of bytes allocated", allocated);
    }

    private static boolean waits(String method) {
        return WAITING.stream().anyMatch(method::contains);
    }

    private static String thread(RecordedEvent event) {
        String name = event.getThread("sampledThread").getJavaName();
        return name == null ? "?" : name.replaceAll("[0-9a-f]{8}-[0-9a-f-]+|\\d+", "N");
    }

    /** The package of ours or of Kafka's that the innermost such method is in, without our own wrappers of Kafka. */
    private static String part(List<RecordedFrame> stack) {
        for (RecordedFrame frame : stack) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith("io.perennial.") || type.startsWith("org.apache.kafka.") || type.startsWith("kafka.")) {
                return type.substring(0, Math.max(0, type.lastIndexOf('.')));
            }
        }
        return "others";
    }

    private static String method(RecordedFrame frame) {
        String type = frame.getMethod().getType().getName();
        return type.substring(type.lastIndexOf('.') + 1) + "."
                + frame.getMethod().getName();
    }

    private static String table(String title, Map<String, Long> counts) {
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        StringBuilder table = new StringBuilder("\n| " + title + " | % |\n|---|---:|\n");
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_ROWS)
                .forEach(entry -> table.append(
                        String.format(Locale.ROOT, "| %s | %.1f |%n", entry.getKey(), 100 * entry.getValue() / all)));
        return table.toString();
    }
}
