// SPDX-License-Identifier: Apache-2.0
package io.perennial.demo;

import io.perennial.broker.EmbeddedKafka;
import io.perennial.digits.DigitStream;
import io.perennial.topology.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs the example: broker, application, pump and reader; prints a row a second; then waits for the last answers. */
public final class Demo {

    /** The topics of the example, under the default application id. */
    public static final Topics TOPICS = new Topics(
            "perennial.events",
            "perennial.labels",
            "perennial.control",
            "perennial.predictions",
            "perennial.uncertainty",
            "perennial.drift",
            "perennial.quality",
            "perennial.dead-letter");

    private static final int DRAIN_SECONDS = 60;
    private static final int ROWS_BETWEEN_HEADERS = 20;
    private static final String HEADER =
            " second  phase       events/s  source error  adapted error  entropy  restored   step  dead letters";

    /** The application under demonstration. */
    public interface App extends AutoCloseable {

        /** Share of the parameters that went back to the source in the last step. */
        double restoredShare();

        /** Address of the page; empty where there is none. */
        default Optional<String> page() {
            return Optional.empty();
        }

        /** Whether it still runs. */
        boolean running();

        @Override
        void close();
    }

    /** Starts the application on a broker whose topics are there. */
    @FunctionalInterface
    public interface Starter {
        App start(String bootstrapServers) throws IOException;
    }

    private final DigitStream digits;
    private final double rate;
    private final int partitions;
    private final PrintWriter out;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Tally tally = new Tally();

    /**
     * @param rate events per second
     * @param partitions of the topics; each learns for itself
     */
    public Demo(DigitStream digits, double rate, int partitions, PrintWriter out) {
        this.digits = digits;
        this.rate = rate;
        this.partitions = partitions;
        this.out = out;
    }

    /**
     * Runs until the time is over or the JVM is told to stop, and leaves nothing behind.
     *
     * @param seconds of streaming; null for no end
     */
    public DemoSummary run(Integer seconds, Starter starter) throws IOException, InterruptedException {
        out.println("starting a Kafka broker in this JVM");
        out.flush();
        CountDownLatch finished = new CountDownLatch(1);
        try (EmbeddedKafka broker = EmbeddedKafka.start()) {
            broker.closeFirst(() -> {
                stop.countDown();
                finished.await(DRAIN_SECONDS, TimeUnit.SECONDS);
            });
            broker.faulted().thenAccept(reason -> {
                out.println("the broker failed: " + reason);
                stop.countDown();
            });
            try {
                broker.createTopics(partitions, TOPICS.names().toArray(String[]::new));
                return stream(seconds, starter, broker.bootstrapServers());
            } finally {
                finished.countDown();
            }
        }
    }

    private DemoSummary stream(Integer seconds, Starter starter, String bootstrap)
            throws IOException, InterruptedException {
        try (App app = starter.start(bootstrap);
                AnswerReader reader = new AnswerReader(bootstrap, TOPICS, tally);
                EventPump pump = new EventPump(bootstrap, digits, TOPICS, partitions, rate, tally)) {
            app.page().ifPresent(page -> out.println("page: " + page));
            out.flush();
            Thread reading = start(reader, "demo-reader");
            Thread pumping = start(pump, "demo-pump");
            long began = System.nanoTime();
            show(seconds, app);
            pump.stop();
            pumping.join();
            awaitAnswers(app);
            DemoSummary summary = tally.summary((System.nanoTime() - began) / 1e9);
            reader.close();
            reading.join();
            print(summary);
            return summary;
        }
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.start();
        return thread;
    }

    /** A row a second until it is time to stop. */
    private void show(Integer seconds, App app) throws InterruptedException {
        for (int second = 1; seconds == null || second <= seconds; second++) {
            if (stop.await(1, TimeUnit.SECONDS) || !app.running()) {
                return;
            }
            if (second % ROWS_BETWEEN_HEADERS == 1) {
                out.println(HEADER);
            }
            out.println(row(second, tally.window(), app.restoredShare()));
            out.flush();
        }
    }

    private static String row(int second, Tally.Window w, double restored) {
        if (w.events() == 0) {
            return String.format(Locale.ROOT, "%7d  %-10s %9d", second, "waiting", 0);
        }
        return String.format(
                Locale.ROOT,
                "%7d  %-10s %9d  %11.1f%%  %12.1f%%  %7.2f  %7.1f%%  %5d  %12d",
                second,
                w.phase(),
                w.events(),
                100 * w.sourceError(),
                100 * w.adaptedError(),
                w.entropy(),
                100 * restored,
                w.step(),
                w.deadLetters());
    }

    /** The last batch closes by time, so the last answers come within seconds. */
    private void awaitAnswers(App app) throws InterruptedException {
        BooleanSupplier pending = () -> !tally.complete() && app.running();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (pending.getAsBoolean() && System.nanoTime() < deadline) {
            new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS);
        }
    }

    private void print(DemoSummary s) {
        out.println(String.format(
                Locale.ROOT,
                "%d events: %d predictions, %d dead letters, %d missing, %d duplicates%n"
                        + "error of the source %.1f%%, of the adapted model %.1f%%, after %d steps; %.0f events/s",
                s.events(),
                s.predictions(),
                s.deadLetters(),
                s.missing(),
                s.duplicates(),
                100 * s.sourceError(),
                100 * s.adaptedError(),
                s.steps(),
                s.eventsPerSecond()));
        out.flush();
    }
}
