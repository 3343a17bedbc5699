// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The checkpoints of the store for whoever looks at the page. One thread asks the store, one question at a time, and of a
 * partition not again before ten times what the question took has passed. A few questions wait; further ones are told so.
 * Thread-safe.
 */
final class CheckpointList implements AutoCloseable {

    /** Listed; the store keeps more. */
    static final int MOST = 100;

    private static final int MOST_PARTITIONS = 256;
    private static final int MOST_WAITING = 16;
    private static final int PAUSE_FACTOR = 10;
    private static final Duration LEAST_PAUSE = Duration.ofSeconds(1);

    /** An answer of the store, or what it failed with. */
    private record Answer(List<CheckpointSource.Listed> checkpoints, String failure, long goodUntil) {}

    private final CheckpointSource source;
    private final LongSupplier nanos;
    private final ExecutorService asking = new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), CheckpointList::thread);
    private final Map<Integer, CompletableFuture<Answer>> answers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, CompletableFuture<Answer>> eldest) {
            return size() > MOST_PARTITIONS && eldest.getValue().isDone();
        }
    };

    /** @param nanos as {@link System#nanoTime} */
    CheckpointList(CheckpointSource source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "perennial-page-checkpoints");
        thread.setDaemon(true);
        return thread;
    }

    /** Completes with JSON when the store has answered; where it failed, the JSON says so. */
    CompletableFuture<byte[]> json(int partition) {
        return answer(partition).thenApply(answer -> Json.bytes(json -> write(json, partition, answer)));
    }

    private synchronized CompletableFuture<Answer> answer(int partition) {
        CompletableFuture<Answer> known = answers.get(partition);
        if (known != null && (!known.isDone() || nanos.getAsLong() < known.join().goodUntil)) {
            return known;
        }
        CompletableFuture<Answer> next;
        try {
            next = CompletableFuture.supplyAsync(() -> ask(partition), asking);
        } catch (RejectedExecutionException e) {
            String why = asking.isShutdown() ? "the service stops" : "the store is busy; look again in a moment";
            return CompletableFuture.completedFuture(new Answer(List.of(), why, 0));
        }
        answers.put(partition, next);
        return next;
    }

    private Answer ask(int partition) {
        long start = nanos.getAsLong();
        List<CheckpointSource.Listed> list = List.of();
        String failure = null;
        try {
            list = source.list(partition).stream().limit(MOST).toList();
        } catch (IOException | RuntimeException e) {
            failure = e.getMessage() == null ? e.toString() : e.getMessage();
        }
        long end = nanos.getAsLong();
        // What failed is asked again soon: a version may have been removed while it was listed.
        long pause = failure == null ? PAUSE_FACTOR * (end - start) : 0;
        return new Answer(list, failure, end + Math.max(LEAST_PAUSE.toNanos(), pause));
    }

    private static void write(JsonGenerator json, int partition, Answer answer) throws IOException {
        json.writeStartObject();
        json.writeNumberField("partition", partition);
        if (answer.failure != null) {
            json.writeStringField("failure", answer.failure);
        }
        json.writeArrayFieldStart("checkpoints");
        for (CheckpointSource.Listed listed : answer.checkpoints) {
            json.writeStartObject();
            json.writeStringField("version", listed.version());
            json.writeNumberField("step", listed.step());
            json.writeStringField("lineage", listed.lineage());
            json.writeStringField("bundle", listed.bundle());
            json.writeStringField("created", listed.created().toString());
            json.writeObjectFieldStart("figures");
            for (Map.Entry<String, String> figure : new TreeMap<>(listed.figures()).entrySet()) {
                json.writeStringField(figure.getKey(), figure.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
