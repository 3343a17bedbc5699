// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import io.perennial.benchmarks.process.ThisJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} as its parent sees it. It ends when its input does, also where the parent is killed. */
final class WorkerProcess implements AutoCloseable {

    /** Heap in MiB, all of it touched at the start: what grows afterwards is the engine's. */
    static final int HEAP = 256;

    private static final Duration LEAVE = Duration.ofSeconds(10);

    private final String engine;
    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;
    private final Ready ready;

    private WorkerProcess(String engine, Process process) throws IOException {
        this.engine = engine;
        this.process = process;
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        answers = process.inputReader(StandardCharsets.UTF_8);
        ready = Ready.parse(answer());
    }

    /** Starts one with the options of this JVM but for the heap, and waits until its model is open. */
    static WorkerProcess start(String engine, Match match) throws IOException {
        List<String> command = ThisJvm.command(
                Worker.class,
                List.of("-Xms" + HEAP + "m", "-Xmx" + HEAP + "m", "-XX:+AlwaysPreTouch"),
                List.of(
                        engine,
                        match.subject().name(),
                        Integer.toString(match.batch()),
                        Integer.toString(match.threads())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new WorkerProcess(engine, process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    Ready ready() {
        return ready;
    }

    /** Lets it make so many steps while nothing else is asked of anybody. */
    Round round(int steps) throws IOException {
        orders.println(steps);
        return Round.parse(answer());
    }

    private String answer() throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(Worker.MARK)) {
                return line.substring(Worker.MARK.length());
            }
        }
        throw new IllegalStateException("engine " + engine
                + " refused: expected an answer of its process, got its end; what it said stands above");
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!process.waitFor(LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
