// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the clock on the wall beside one that never goes back. Kafka's clients and Kafka Streams measure by the former when
 * to send a heartbeat, when to commit and when a batch has waited long enough: set back by an hour, they would do none of it for an hour.
 * New stream threads begin with the time as it is.
 */
final class ClockWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

    /** As far as a clock is set back without harm: less than any time-out of a transaction. */
    private static final Duration TOLERATED = Duration.ofSeconds(2);

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final LongSupplier wallMillis;
    private final LongSupplier nanos;
    private final Consumer<Duration> wentBack;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "clock-watch");
        thread.setDaemon(true);
        return thread;
    });
    private long before;

    /**
     * @param wallMillis milliseconds since 1970
     * @param nanos of a clock that never goes back
     * @param wentBack is told by how much the one lags behind the other since the last look
     */
    ClockWatch(LongSupplier wallMillis, LongSupplier nanos, Consumer<Duration> wentBack) {
        this.wallMillis = wallMillis;
        this.nanos = nanos;
        this.wentBack = wentBack;
        before = ahead();
    }

    /** Begins to look, and exchanges the threads of a stream whose clock has gone back. */
    static ClockWatch over(KafkaStreams streams) {
        var watch = new ClockWatch(System::currentTimeMillis, System::nanoTime, by -> exchange(streams, by));
        watch.looks.scheduleWithFixedDelay(watch::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private static void exchange(KafkaStreams streams, Duration by) {
        int threads = streams.metadataForLocalThreads().size();
        log.warn("the clock went back by {} s: {} stream threads begin anew", by.toSeconds(), threads);
        for (int i = 0; i < threads; i++) {
            // First the new one, so that the client is never without.
            streams.addStreamThread();
            streams.removeStreamThread();
        }
    }

    void look() {
        try {
            long now = ahead();
            Duration lost = Duration.ofMillis(before - now);
            before = now;
            if (lost.compareTo(TOLERATED) > 0) {
                wentBack.accept(lost);
            }
        } catch (RuntimeException e) {
            log.error("stream threads could not be exchanged; start again", e);
        }
    }

    /** Milliseconds by which the wall is ahead of the other clock. */
    private long ahead() {
        return wallMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
