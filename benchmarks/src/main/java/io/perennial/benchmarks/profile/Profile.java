// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which frames had the processor.
 *
 * @param samples all of them
 * @param top samples by the frame that ran, the most first
 * @param ours samples by the frame of Perennial that is nearest to it, the most first
 */
public record Profile(long samples, List<Row> top, List<Row> ours) {

    /** A frame, {@code Class.method} or a native symbol, and the samples in which it stands. */
    public record Row(String frame, long samples) {}

    private static final String OURS = "io.perennial.";
    private static final String NONE = "(none of Perennial: threads of libraries and of the JVM)";

    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String NATIVE_SAMPLE = "jdk.NativeMethodSample";

    /** Native methods that the Flight Recorder shows and that wait. */
    private static final Set<String> WAITING = Set.of(
            "sun.nio.ch.EPoll.wait",
            "sun.nio.ch.KQueue.poll",
            "sun.nio.ch.Net.poll",
            "sun.nio.ch.Net.accept",
            "java.lang.ProcessImpl.waitForProcessExit0",
            "java.lang.ProcessHandleImpl.waitForProcessExit0",
            "jdk.internal.misc.Unsafe.park",
            "java.lang.Object.wait",
            "java.io.FileInputStream.readBytes",
            "java.net.PlainSocketImpl.socketAccept");

    public Profile {
        top = List.copyOf(top);
        ours = List.copyOf(ours);
    }

    /** Of a recording of either {@link Profiler}. */
    public static Profile read(Path recording) throws IOException {
        var top = new HashMap<String, Long>();
        var ours = new HashMap<String, Long>();
        long samples = 0;
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (counts(event)) {
                    List<RecordedFrame> frames = event.getStackTrace().getFrames();
                    samples++;
                    top.merge(Symbols.brief(name(frames.get(0))), 1L, Long::sum);
                    ours.merge(nearest(frames), 1L, Long::sum);
                }
            }
        }
        return new Profile(samples, rows(top), rows(ours));
    }

    private static boolean counts(RecordedEvent event) {
        String type = event.getEventType().getName();
        if (!type.equals(SAMPLE) && !type.equals(NATIVE_SAMPLE)
                || event.getStackTrace() == null
                || event.getStackTrace().getFrames().isEmpty()) {
            return false;
        }
        return type.equals(SAMPLE)
                || !WAITING.contains(name(event.getStackTrace().getFrames().get(0)));
    }

    private static String nearest(List<RecordedFrame> frames) {
        return frames.stream()
                .map(Profile::name)
                .filter(name -> name.startsWith(OURS))
                .findFirst()
                .map(Symbols::brief)
                .orElse(NONE);
    }

    private static String name(RecordedFrame frame) {
        if (frame.getMethod() == null) {
            return "unknown";
        }
        String type = frame.getMethod().getType() == null
                ? ""
                : frame.getMethod().getType().getName();
        String method = frame.getMethod().getName();
        return type.isEmpty() ? method : type + "." + method;
    }

    private static List<Row> rows(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(entry -> new Row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Row::samples).reversed().thenComparing(Row::frame))
                .toList();
    }

    /** Both tables side by side as Markdown, at most so many rows, with shares of all samples. */
    public String table(int most) {
        var text = new StringBuilder(
                "| share | frame that ran | share | nearest frame of Perennial |\n|---:|---|---:|---|\n");
        for (int i = 0; i < Math.min(most, Math.max(top.size(), ours.size())); i++) {
            text.append("| ")
                    .append(cells(top, i))
                    .append(" | ")
                    .append(cells(ours, i))
                    .append(" |\n");
        }
        return text.toString();
    }

    private String cells(List<Row> rows, int index) {
        return index >= rows.size()
                ? " | "
                : String.format(
                        Locale.ROOT,
                        "%.1f %% | `%s`",
                        100.0 * rows.get(index).samples() / samples,
                        rows.get(index).frame());
    }
}
