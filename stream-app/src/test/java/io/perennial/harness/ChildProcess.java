// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * A JVM of its own with this test's class path, so that it can be killed without killing the test.
 *
 * <p>Ends with {@link #close()} and with the test's JVM at the latest. Its standard input stays open until then.
 */
public final class ChildProcess implements AutoCloseable {

    private static final int TAIL = 4000;

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "kill-child-" + process.pid());
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * @param log gets standard output and standard error, after what is in it already
     * @param options of the JVM, for example {@code -Xmx256m}
     * @param main class with a {@code main} method
     */
    public static ChildProcess java(Path log, List<String> options, String main, String... arguments)
            throws IOException {
        return start(log, javaCommand(options, main, arguments));
    }

    /** What {@link #java} starts, for those who put something in front of it. */
    public static List<String> javaCommand(List<String> options, String main, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Any command, for example the launcher. */
    public static ChildProcess start(Path log, List<String> command) throws IOException {
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        return new ChildProcess(builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed up to now, UTF-8. */
    public String output() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends SIGKILL and waits until it is gone: no hook runs, nothing is flushed. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Sends SIGTERM and nothing else, and returns at once. */
    public void terminate() {
        // Process.destroy also closes the standard input, and a child that reads it may end before the signal is seen.
        process.toHandle().destroy();
    }

    /**
     * Waits for the end.
     *
     * @return exit status; 128 + signal if a signal ended it, so 137 after {@link #kill()}
     * @throws AssertionError if it still runs at the deadline, with the end of its output
     */
    public int awaitExit(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toMillis(), MILLISECONDS)) {
            throw new AssertionError("process " + pid() + " did not end: expected it within " + deadline
                    + ", it still runs; its output ends with\n" + tail());
        }
        return process.exitValue();
    }

    /**
     * Waits for a text in the output.
     *
     * @throws AssertionError if it ends, or the deadline comes, before the text does; with the end of its output
     */
    public void awaitOutput(String text, Duration deadline) {
        try {
            await().atMost(deadline)
                    .pollInterval(20, MILLISECONDS)
                    .failFast("process " + pid() + " ended", () -> !isAlive() && !output().contains(text))
                    .until(() -> output().contains(text));
        } catch (ConditionTimeoutException | TerminalFailureException failure) {
            throw new AssertionError(
                    "process " + pid() + " did not print: expected \"" + text + "\" within " + deadline + ", "
                            + (isAlive() ? "it still runs" : "it ended with " + process.exitValue())
                            + "; its output ends with\n" + tail(),
                    failure);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook does what close has done
        }
    }

    private String tail() {
        String output = output();
        return output.substring(Math.max(0, output.length() - TAIL));
    }
}
