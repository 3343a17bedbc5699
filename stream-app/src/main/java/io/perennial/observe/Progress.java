// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far an application has come since it was started: which state was reached, what is still restored. Thread-safe. */
public final class Progress implements StateRestoreListener {

    private static final Logger log = LoggerFactory.getLogger(Progress.class);

    private final Map<TopicPartition, Long> left = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> begun = new ConcurrentHashMap<>();
    private final AtomicLong restored = new AtomicLong();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private volatile boolean started;

    /** Kafka Streams went to another state. */
    public void reached(State now) {
        started |= now == State.RUNNING;
    }

    /** Whether it has been ready once: what comes later is no start any more. */
    public boolean started() {
        return started;
    }

    /** Records of changelogs, at most, that are still to be read before the partitions of this process go on. */
    public long restoring() {
        return left.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Records that this process has read before partitions could go on; what standby replicas read is not among them. */
    public long restored() {
        return restored.get();
    }

    @Override
    public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
        begun.put(changelog, System.nanoTime());
        ends.put(changelog, to);
        left.put(changelog, Math.max(0, to - from));
    }

    @Override
    public void onBatchRestored(TopicPartition changelog, String store, long last, long records) {
        restored.addAndGet(records);
        // By offsets, since compaction leaves fewer records than these tell.
        ends.computeIfPresent(changelog, (same, end) -> {
            left.put(changelog, Math.max(0, end - 1 - last));
            return end;
        });
    }

    @Override
    public void onRestoreEnd(TopicPartition changelog, String store, long records) {
        ends.remove(changelog);
        left.remove(changelog);
        Long start = begun.remove(changelog);
        if (start != null && records > 0) {
            log.info(
                    "partition {}: {} restored, {} records in {} ms",
                    changelog.partition(),
                    store,
                    records,
                    (System.nanoTime() - start) / 1_000_000);
        }
    }

    @Override
    public void onRestoreSuspended(TopicPartition changelog, String store, long records) {
        ends.remove(changelog);
        left.remove(changelog);
        begun.remove(changelog);
    }
}
