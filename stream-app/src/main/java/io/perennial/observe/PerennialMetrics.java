// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Every meter of the application, named {@code perennial.<word>.<thing>}. What each partition counts is in {@link
 * PartitionMetrics}; latencies and the live error are the process's. Thread-safe.
 */
public final class PerennialMetrics implements AutoCloseable {

    /** Labelled events that the live error looks back on. */
    static final int ERROR_WINDOW = 1000;

    // A dozen buckets instead of Micrometer's seventy: one series each, on every scrape.
    private static final Duration[] BUCKETS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000).stream()
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<Integer, PartitionMetrics> partitions = new ConcurrentHashMap<>();
    private final List<Runnable> bound = new CopyOnWriteArrayList<>();
    private final WindowedError sourceError = new WindowedError(ERROR_WINDOW);
    private final WindowedError adaptedError = new WindowedError(ERROR_WINDOW);
    private final Timer scoreLatency;
    private final Timer adaptLatency;
    private final Timer publishLatency;

    public PerennialMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.scoreLatency = timer("perennial.score.latency", "Time to predict one batch");
        this.adaptLatency = timer("perennial.adapt.latency", "Time of one adaptation step");
        this.publishLatency = timer("perennial.publish.latency", "From an event's time to its prediction");
        error("source", sourceError);
        error("adapted", adaptedError);
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void error(String model, WindowedError error) {
        Gauge.builder("perennial.publish.error", error, WindowedError::value)
                .description("Share of wrong predictions among the last " + ERROR_WINDOW + " labelled events")
                .tag("model", model)
                .register(registry);
    }

    /** The meters of one input partition; the same object each time. */
    public PartitionMetrics partition(int partition) {
        return partitions.computeIfAbsent(
                partition, p -> new PartitionMetrics(registry, p, scoreLatency, adaptLatency, publishLatency));
    }

    /**
     * Counts one labelled event in the live error, which every event enters after it was predicted (prequential).
     *
     * @param sourceWrong whether the source model's prediction was wrong
     * @param adaptedWrong whether the adapted model's was
     */
    public void labelled(boolean sourceWrong, boolean adaptedWrong) {
        sourceError.add(sourceWrong);
        adaptedError.add(adaptedWrong);
    }

    /** Adds the meters of the JVM: memory, collections, threads, processors, uptime. */
    public void bindJvm() {
        JvmGcMetrics collections = new JvmGcMetrics();
        collections.bindTo(registry);
        bound.add(collections::close);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Adds the meters of the Kafka clients, those of Kafka Streams included. */
    public void bindKafka(KafkaStreams streams) {
        KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
        kafka.bindTo(registry);
        bound.add(kafka::close);
    }

    /** Lets go of what was bound; the registry stays open, its owner closes it. */
    @Override
    public void close() {
        bound.forEach(Runnable::run);
        bound.clear();
    }
}
