// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.ScoreSettings;
import io.perennial.config.Settings;
import io.perennial.score.Immediate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The threads that learn beside the stream where events are scored on arrival: as many as there are stream threads, which would
 * take the steps otherwise. None in batch mode.
 */
final class StepThreads implements AutoCloseable {

    private static final long CLOSE_WITHIN_SECONDS = 30;

    private final Immediate immediate;
    private final ExecutorService threads;

    private StepThreads(Immediate immediate, ExecutorService threads) {
        this.immediate = immediate;
        this.threads = threads;
    }

    static StepThreads open(Settings settings) {
        ScoreSettings score = settings.score();
        if (score.mode() == ScoreSettings.Mode.BATCH) {
            return new StepThreads(null, null);
        }
        int streams = StreamsProperties.number(settings, StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(streams, work -> {
            Thread thread = new Thread(work, "perennial-step-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        return new StepThreads(new Immediate(score.snapshotInterval(), score.backlog(), threads), threads);
    }

    /** For the topology; null in batch mode. */
    Immediate immediate() {
        return immediate;
    }

    /** Once no task is left; waits for what they have been given. */
    @Override
    public void close() {
        if (threads == null) {
            return;
        }
        threads.shutdown();
        try {
            threads.awaitTermination(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
