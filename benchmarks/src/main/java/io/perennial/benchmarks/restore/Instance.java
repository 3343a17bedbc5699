// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.restore;

import io.perennial.adaptation.method.LearnedState;
import io.perennial.score.WeightsStore;
import io.perennial.score.WeightsVersion;
import io.perennial.topology.PerennialTopology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.LagInfo;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** A running instance that does nothing but keep weights: each event replaces all that its partition has learned. */
final class Instance implements AutoCloseable {

    /** The record that ends a transaction is none of the store: what has read everything is behind by it. */
    private static final int END_OF_TRANSACTION = 1;

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final KafkaStreams streams;
    private final Restored restored = new Restored();

    private Instance(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * Starts it; partitions come later.
     *
     * @param properties of Kafka Streams, for example standby replicas
     * @param learned what every partition has learned, always
     */
    static Instance start(Map<String, String> properties, String in, String out, float[] learned) {
        Topology topology = new Topology();
        topology.addSource("events", new ByteArrayDeserializer(), new ByteArrayDeserializer(), in);
        topology.addProcessor("adapt", () -> new Learning(learned), "events");
        topology.addStateStore(PerennialTopology.store(WeightsStore.NAME, Serdes.String()), "adapt");
        topology.addSink(
                "predictions",
                out,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                // An event is the number of its partition, and so is its answer.
                (topic, key, value, partitions) -> Optional.of(Set.of((int) value[0])),
                "adapt");
        Properties all = new Properties();
        all.putAll(properties);
        Instance instance = new Instance(new KafkaStreams(topology, all));
        instance.streams.setGlobalStateRestoreListener(instance.restored);
        instance.streams.start();
        return instance;
    }

    boolean isRunning() {
        return streams.state() == State.RUNNING;
    }

    /** Whether it has so many partitions, answered or as replicas, and all that was committed of them. */
    boolean isWarm(int partitions) {
        List<LagInfo> lags = streams.allLocalStorePartitionLags().values().stream()
                .flatMap(store -> store.values().stream())
                .toList();
        return isRunning()
                && lags.size() == partitions
                && lags.stream().allMatch(lag -> lag.offsetLag() <= END_OF_TRANSACTION);
    }

    /** Milliseconds from the first changelog to the last; 0 where nothing was restored. */
    long restoreMillis() {
        return Math.max(0, restored.last.get() - restored.first.get()) / 1_000_000;
    }

    long restoredRecords() {
        return restored.records.get();
    }

    /** Leaves the group, so that nobody waits for its session to time out. */
    @Override
    public void close() {
        streams.close(
                CloseOptions.timeout(CLOSE_WITHIN).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    private static final class Learning extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        private final float[] values;
        private WeightsStore store;
        private long step;

        Learning(float... values) {
            this.values = values;
        }

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(context);
            store = new WeightsStore(context.getStateStore(WeightsStore.NAME));
        }

        @Override
        public void process(Record<byte[], byte[]> event) {
            step++;
            LearnedState learned = new LearnedState(step, Map.of("student", values));
            store.save(learned, new WeightsVersion(step, "0123456789abcdef"), "model");
            context().forward(event);
        }
    }

    private static final class Restored implements StateRestoreListener {

        private final AtomicLong first = new AtomicLong();
        private final AtomicLong last = new AtomicLong();
        private final AtomicLong records = new AtomicLong();

        @Override
        public void onRestoreStart(TopicPartition changelog, String store, long from, long to) {
            first.compareAndSet(0, System.nanoTime());
        }

        @Override
        public void onBatchRestored(TopicPartition changelog, String store, long end, long count) {
            records.addAndGet(count);
        }

        @Override
        public void onRestoreEnd(TopicPartition changelog, String store, long total) {
            last.set(System.nanoTime());
        }
    }
}
