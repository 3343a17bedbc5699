// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.benchmarks.profile.Profiler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Events per second of an application on a full topic, by the offsets that it has committed with its answers. */
final class Throughput {

    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final long LOOK_NANOS = 30_000_000;

    private final Cluster cluster;
    private final String events;
    private final int partitions;
    private final int total;

    /** @param total events in the topic */
    Throughput(Cluster cluster, String events, int partitions, int total) {
        this.cluster = cluster;
        this.events = events;
        this.partitions = partitions;
        this.total = total;
    }

    /**
     * What came out.
     *
     * @param kept records that reached changelogs, of one event
     */
    record Figures(double eventsPerSecond, double kept) {}

    /** What was committed, and when that was first seen. */
    private record Seen(long events, long nanos) {}

    /**
     * Measures from one commit to another.
     *
     * @param warm what the application does before
     * @param most how long is measured; less where the topic ends
     * @param profile begins what is taken meanwhile
     */
    Figures run(
            Contender contender,
            String id,
            Map<String, String> keys,
            Duration warm,
            Duration most,
            Supplier<Profiler.Running> profile)
            throws Exception {
        try (Application application = Application.start(contender, id, cluster, events, partitions, keys)) {
            Seen first = await(application, 0, Duration.ZERO);
            Seen begin = await(application, first.events, warm);
            Seen end;
            try (var taken = profile.get()) {
                end = await(application, begin.events, most);
            }
            if (end.nanos - begin.nanos < LEAST.toNanos()) {
                throw new IllegalStateException("round refused: expected events for " + warm.plus(LEAST) + ", got "
                        + total + ", which are not enough; name more with --events");
            }
            double rate = (end.events - begin.events) * 1e9 / (end.nanos - begin.nanos);
            long now = committed(id);
            return new Figures(rate, (double) cluster.records(id + "-", "-changelog") / now);
        }
    }

    /** The first commit of more that is seen after so long; the last one of all where the topic ends. */
    private Seen await(Application application, long before, Duration least)
            throws ExecutionException, InterruptedException {
        long start = System.nanoTime();
        long committed = before;
        while (true) {
            long now = committed(application.id());
            long nanos = System.nanoTime();
            boolean more = now > committed;
            committed = now;
            if (more && (nanos - start >= least.toNanos() || now == total)) {
                return new Seen(now, nanos);
            }
            if (nanos - start > DEADLINE.toNanos()) {
                throw new IllegalStateException(
                        application.id() + " did not get on: expected more than " + before + " events, got " + now);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private long committed(String group) throws ExecutionException, InterruptedException {
        return cluster.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }
}
