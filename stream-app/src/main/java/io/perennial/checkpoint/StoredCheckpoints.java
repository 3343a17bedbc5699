// SPDX-License-Identifier: Apache-2.0
package io.perennial.checkpoint;

import io.perennial.observe.StoreMetrics;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.store.archive.StoredVersion;
import io.perennial.store.archive.VersionExistsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in a model store, published by one thread and found by another, so that a rollback does not wait for a backlog.
 * While the store is down a few wait in memory, the oldest goes first when there are too many, and each is tried again.
 */
public final class StoredCheckpoints implements Checkpoints {

    /** That wait for the store, of all partitions together. */
    static final int MOST_WAITING = 16;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(StoredCheckpoints.class);

    private final ModelStore store;
    private final String application;
    private final Duration interval;
    private final int retained;
    private final Duration pause;
    private final Promotion promotion;
    private final StoreMetrics metrics;
    private final Deque<Checkpoint> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor(daemon("publish"));
    private final ExecutorService finding = Executors.newSingleThreadExecutor(daemon("find"));
    /** By name in the store; read by the publishing thread alone, like whether the store is down. */
    private final Map<String, Integer> published = new HashMap<>();

    private boolean down;

    /**
     * @param store stays the caller's, who closes it after this
     * @param retained checkpoints of each partition that are kept, at least 1; an eighth more at times, since looking for
     *     what is too old reads all there are
     * @param pause before the store is tried again
     * @param promotion makes new versions of the bundle
     */
    public StoredCheckpoints(
            ModelStore store,
            String application,
            Duration interval,
            int retained,
            Duration pause,
            Promotion promotion,
            StoreMetrics metrics) {
        this.store = store;
        this.application = application;
        this.interval = interval;
        this.retained = retained;
        this.pause = pause;
        this.promotion = promotion;
        this.metrics = metrics;
    }

    private static ThreadFactory daemon(String does) {
        return runnable -> {
            Thread thread = new Thread(runnable, "perennial-checkpoint-" + does);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Duration interval() {
        return interval;
    }

    @Override
    public void offer(Checkpoint checkpoint) {
        synchronized (waiting) {
            if (waiting.size() == MOST_WAITING) {
                Checkpoint lost = waiting.removeFirst();
                metrics.dropped();
                log.warn("checkpoint {} of partition {} gave way to newer ones", lost.version(), lost.partition());
            }
            waiting.addLast(checkpoint);
            metrics.waiting(waiting.size());
        }
        later(Duration.ZERO);
    }

    private void later(Duration delay) {
        try {
            publishing.schedule(this::publish, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: what waits is in the changelog too.
        }
    }

    private void publish() {
        Checkpoint next;
        synchronized (waiting) {
            next = waiting.peekFirst();
        }
        if (next == null) {
            return;
        }
        try {
            String name = Checkpoint.name(application, next.partition());
            try {
                store.publish(name, next.version(), Map.of(Checkpoint.PART, next.write()), next.metadata());
            } catch (VersionExistsException e) {
                log.debug("checkpoint {} is there already", next.version());
            }
            done(next);
            retain(name);
            later(Duration.ZERO);
        } catch (IOException | RuntimeException e) {
            failed(next, e);
            later(pause);
        }
    }

    private void done(Checkpoint published) {
        metrics.published();
        if (down) {
            down = false;
            log.info("the store answers again: checkpoint {} is published", published.version());
        }
        synchronized (waiting) {
            waiting.remove(published);
            metrics.waiting(waiting.size());
        }
    }

    private void failed(Checkpoint checkpoint, Exception e) {
        metrics.failed();
        if (!down) {
            down = true;
            log.warn(
                    "checkpoint {} of partition {} is not published yet, the stream goes on: {}",
                    checkpoint.version(),
                    checkpoint.partition(),
                    e.getMessage());
        }
    }

    /** What cannot be removed now is removed later. */
    private void retain(String name) {
        int every = Math.max(1, retained / 8);
        if (published.merge(name, 1, Integer::sum) % every != 1 % every) {
            return;
        }
        try {
            List<StoredVersion> versions = store.list(name);
            for (StoredVersion old : versions.subList(Math.min(retained, versions.size()), versions.size())) {
                store.remove(name, old.version());
            }
        } catch (IOException e) {
            log.warn("old checkpoints of {} are not removed: {}", name, e.getMessage());
        }
    }

    @Override
    public CompletableFuture<Checkpoint> find(int partition, String target) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        String name = Checkpoint.name(application, partition);
                        StoredVersion version = Target.parse(target).choose(store.list(name), name);
                        return Checkpoint.read(store.read(version, Checkpoint.PART), version.id());
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                finding);
    }

    @Override
    public CompletableFuture<String> promote(Checkpoint checkpoint, String version) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return promotion.promote(store, checkpoint, version);
                    } catch (VersionExistsException e) {
                        throw new IllegalArgumentException(
                                "promotion refused: expected a new version, got one that is there: " + version, e);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                finding);
    }

    /** Gives the last checkpoints a moment; whatever is not published then is in the changelog all the same. */
    @Override
    public void close() {
        publishing.shutdown();
        finding.shutdownNow();
        try {
            if (!publishing.awaitTermination(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                publishing.shutdownNow();
            }
        } catch (InterruptedException e) {
            publishing.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
