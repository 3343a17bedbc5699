// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Every meter of the application, named {@code perennial.<word>.<thing>}. What each partition counts is in {@link
 * PartitionMetrics}, how good predictions are in {@link QualityMetrics}; latencies are the process's. Thread-safe.
 */
public final class PerennialMetrics implements AutoCloseable {

    private final MeterRegistry registry;
    private final Happenings happenings;
    private final Map<Integer, PartitionMetrics> partitions = new ConcurrentHashMap<>();
    private final Map<Integer, DriftMetrics> drifts = new ConcurrentHashMap<>();
    private final List<Runnable> unbind = new CopyOnWriteArrayList<>();
    private final QualityMetrics quality;
    private final Latencies latencies;
    private final Progress progress = new Progress();

    public PerennialMetrics(MeterRegistry registry) {
        this(registry, Happenings.NONE);
    }

    /** @param happenings is told what the stages do, beside what they count */
    public PerennialMetrics(MeterRegistry registry, Happenings happenings) {
        this.registry = registry;
        this.happenings = happenings;
        this.latencies = new Latencies(registry);
        this.quality = new QualityMetrics(registry);
        Gauge.builder("perennial.score.restoring", progress, Progress::restoring)
                .baseUnit("records")
                .description("Records of changelogs that are still to be read before partitions of this process go on")
                .register(registry);
    }

    /** Whom the stages tell what they do. */
    public Happenings happenings() {
        return happenings;
    }

    /** The meters of one input partition; the same object each time. */
    public PartitionMetrics partition(int partition) {
        return partitions.computeIfAbsent(partition, p -> new PartitionMetrics(registry, p, latencies));
    }

    /** What is known of the drift of one input partition; the same object each time. */
    public DriftMetrics drift(int partition) {
        return drifts.computeIfAbsent(partition, p -> new DriftMetrics(registry, p));
    }

    /** How far the application has come. */
    public Progress progress() {
        return progress;
    }

    /** How good predictions are. */
    public QualityMetrics quality() {
        return quality;
    }

    /** Mean over the partitions of the share that their last step restored; NaN before any step. */
    public double restoredShare() {
        return partitions.values().stream()
                .mapToDouble(PartitionMetrics::restoredShare)
                .filter(share -> !Double.isNaN(share))
                .average()
                .orElse(Double.NaN);
    }

    /** How many events each partition of this process is behind; those that are not named are not known. */
    void behind(Map<Integer, Long> events) {
        partitions.forEach((partition, meters) -> {
            Long behind = events.get(partition);
            meters.behind(behind == null ? Double.NaN : behind);
        });
    }

    /**
     * Adds the memory by owner, in bytes.
     *
     * @param network what the engine holds for parameters and constants
     * @param source what the frozen source holds
     */
    public void bindMemory(LongSupplier network, LongSupplier source) {
        ProcessMemory.bind(registry, network, source);
    }

    /**
     * Begins to look how far the partitions of this process are behind.
     *
     * @param client properties of an admin client
     * @param group of the consumers, the application id
     * @param topic of the events
     * @param ends are told the ends of those partitions; null for nobody
     */
    public void bindLag(Map<String, Object> client, String group, String topic, KafkaStreams streams, Ends ends) {
        LagProbe probe = LagProbe.start(client, group, topic, streams, this, ends);
        unbind.add(probe::close);
    }

    /** Adds the meters of the JVM: memory, collections, threads, processors, uptime. */
    public void bindJvm() {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        unbind.add(collections::close);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Adds the meters of the Kafka clients, those of Kafka Streams included. */
    public void bindKafka(KafkaStreams streams) {
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(registry);
        unbind.add(kafka::close);
    }

    /** Lets go of what was bound; the registry stays open, its owner closes it. */
    @Override
    public void close() {
        unbind.forEach(Runnable::run);
        unbind.clear();
    }
}
