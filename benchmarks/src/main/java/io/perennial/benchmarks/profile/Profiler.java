// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import one.profiler.AsyncProfiler;
import one.profiler.AsyncProfilerLoader;

/** Who takes the samples. Both write recordings that {@link Profile#read} reads. */
public enum Profiler {

    /** The JDK's Flight Recorder: everywhere, but it sees no native code, and only methods of Java on their way. */
    JFR {
        @Override
        public Running start(Path recording) {
            try {
                var taken = new Recording(Configuration.getConfiguration("profile"));
                taken.setDestination(recording);
                taken.start();
                return taken::close; // close writes the destination
            } catch (IOException | java.text.ParseException e) {
                throw new IllegalStateException("profile refused: expected the JDK's settings \"profile\"", e);
            }
        }

        @Override
        public String option(Path recording) {
            return "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + recording;
        }

        @Override
        public String jmh(Path directory) {
            return "jfr:dir=" + directory;
        }
    },

    /**
     * async-profiler, native frames included, by timers of the threads' processor time: performance counters, its
     * default, are forbidden in most containers. Linux and macOS.
     */
    ASYNC {
        @Override
        public Running start(Path recording) {
            AsyncProfiler profiler = AsyncProfiler.getInstance(library().toString());
            execute(profiler, "start," + EVENTS + ",jfr,file=" + recording);
            return () -> execute(profiler, "stop,file=" + recording);
        }

        @Override
        public String option(Path recording) {
            return "-agentpath:" + library() + "=start," + EVENTS + ",jfr,file=" + recording;
        }

        @Override
        public String jmh(Path directory) {
            return "async:libPath=" + library() + ";" + EVENTS + ";output=jfr;dir=" + directory;
        }
    };

    private static final String EVENTS =
            "event=" + (System.getProperty("os.name").startsWith("Linux") ? "ctimer" : "itimer");

    /**
     * Takes samples of this process from now on.
     *
     * @param recording file to write, {@code .jfr}
     * @return closing it ends the profile and writes the file
     * @throws IllegalStateException if the profiler cannot work here
     */
    public abstract Running start(Path recording);

    /** Option of a JVM that takes samples from its start to its end and then writes the file. */
    public abstract String option(Path recording);

    /** Argument of JMH's {@code -prof}: a directory for each benchmark under this one, with a recording in it. */
    public abstract String jmh(Path directory);

    /** A profile on its way. */
    public interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** As on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void execute(AsyncProfiler profiler, String command) {
        try {
            profiler.execute(command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpacked from its jar into the user's cache. */
    private static Path library() {
        try {
            return AsyncProfilerLoader.getAsyncProfilerPath().toAbsolutePath();
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException(
                    "profiler refused: expected Linux or macOS for async-profiler, got " + System.getProperty("os.name")
                            + " " + System.getProperty("os.arch") + "; take jfr",
                    e);
        }
    }
}
