// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker every few seconds how many events the partitions of this process are behind: their ends, without open
 * transactions, against what the group has committed. The consumer's own figure would not do: it stands still when the stream
 * does, and does not count what was fetched and waits.
 *
 * <p>Two requests each time. While the broker does not answer the lag is not known, and is said to be so.
 */
final class LagProbe implements AutoCloseable {

    /** Between two looks. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(LagProbe.class);

    private final Admin admin;
    private final String group;
    private final Supplier<Collection<TopicPartition>> partitions;
    private final PerennialMetrics metrics;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(look -> {
        Thread thread = new Thread(look, "perennial-lag");
        thread.setDaemon(true);
        return thread;
    });
    private boolean lost;

    /** @param partitions of this process at the moment */
    LagProbe(Admin admin, String group, Supplier<Collection<TopicPartition>> partitions, PerennialMetrics metrics) {
        this.admin = admin;
        this.group = group;
        this.partitions = partitions;
        this.metrics = metrics;
    }

    /**
     * Begins to look.
     *
     * @param client properties of an admin client
     * @param group of the consumers, the application id
     * @param topic of the events
     * @param ends are told the ends of partitions, more often; null for nobody
     */
    static LagProbe start(
            Map<String, Object> client,
            String group,
            String topic,
            KafkaStreams streams,
            PerennialMetrics metrics,
            Ends ends) {
        Map<String, Object> named = new HashMap<>(client);
        named.put("client.id", group + "-lag");
        LagProbe probe = new LagProbe(Admin.create(named), group, () -> active(streams, topic), metrics);
        probe.looking.scheduleWithFixedDelay(probe::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (ends != null) {
            probe.looking.scheduleWithFixedDelay(
                    () -> probe.lookAt(ends), 0, Math.max(1, ends.every().toMillis()), TimeUnit.MILLISECONDS);
        }
        return probe;
    }

    private static List<TopicPartition> active(KafkaStreams streams, String topic) {
        return streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topic))
                .toList();
    }

    void look() {
        try {
            Collection<TopicPartition> mine = partitions.get();
            metrics.behind(mine.isEmpty() ? Map.of() : behind(mine));
            lost = false;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            metrics.behind(Map.of());
            if (!lost) {
                log.warn("how far the stream is behind is not known until the broker tells: {}", e.toString());
            }
            lost = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the ends; while the broker does not answer nothing is told, and {@link #look} says so. */
    void lookAt(Ends ends) {
        try {
            Collection<TopicPartition> mine = partitions.get();
            Map<Integer, Long> now = new HashMap<>();
            offsets(mine, OffsetSpec.latest()).forEach((partition, end) -> now.put(partition.partition(), end));
            ends.look(now, System.nanoTime());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("ends of partitions not known: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<Integer, Long> behind(Collection<TopicPartition> mine)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetAndMetadata> committed =
                within(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> ends = offsets(mine, OffsetSpec.latest());
        // A group that has committed nothing begins at the earliest event that is kept.
        List<TopicPartition> unread = mine.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
        Map<TopicPartition, Long> begins = unread.isEmpty() ? Map.of() : offsets(unread, OffsetSpec.earliest());
        Map<Integer, Long> behind = new HashMap<>();
        for (TopicPartition partition : mine) {
            OffsetAndMetadata at = committed.get(partition);
            long from = at == null ? begins.get(partition) : at.offset();
            behind.put(partition.partition(), Math.max(0, ends.get(partition) - from));
        }
        return behind;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> of, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked =
                of.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        within(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    private static <T> T within(KafkaFuture<T> answer)
            throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
