// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.config.ScoreSettings;
import io.perennial.config.Settings;
import io.perennial.observe.PerennialMetrics;
import io.perennial.score.Immediate;
import io.perennial.score.PartitionModels;
import io.perennial.score.RationOn;
import io.perennial.store.Bundle;
import io.perennial.topology.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The service on partition 0 of the built-in bundle, its real engine included, without a broker; time is ours. */
final class Driver implements AutoCloseable {

    static final int BATCH = 8;
    static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private final PartitionModels models;
    private final MeterRegistry registry;
    private final TopologyTestDriver streams;
    private final Topics topics;
    private final TestInputTopic<byte[], byte[]> events;

    private Driver(
            Settings settings,
            Bundle bundle,
            Checkpoints checkpoints,
            RationOn ration,
            MeterRegistry registry,
            Executor steps) {
        this.registry = registry;
        models = PartitionModels.open(
                bundle,
                Options.engine(settings),
                Options.models(settings),
                Options.views(settings.adapt(), bundle.input()));
        streams = new TopologyTestDriver(
                PerennialApp.topology(
                        settings,
                        bundle,
                        models,
                        checkpoints,
                        ration,
                        immediate(settings.score(), steps),
                        new PerennialMetrics(registry)),
                new StreamsProperties(settings).streams(),
                Instant.ofEpochMilli(DigitRecords.EPOCH));
        topics = Options.topics(settings);
        events = streams.createInputTopic(topics.events(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param overrides configuration as key, value, key, value */
    static Driver open(String... overrides) throws IOException {
        return open(Checkpoints.NONE, overrides);
    }

    static Driver open(Checkpoints checkpoints, String... overrides) throws IOException {
        return open(new SimpleMeterRegistry(), checkpoints, overrides);
    }

    /** @param ration whose looks and clock are ours */
    static Driver open(RationOn ration, String... overrides) throws IOException {
        return open(new SimpleMeterRegistry(), Checkpoints.NONE, ration, Runnable::run, overrides);
    }

    static Driver open(MeterRegistry registry, Checkpoints checkpoints, String... overrides) throws IOException {
        return open(registry, checkpoints, null, Runnable::run, overrides);
    }

    /** @param steps takes the steps where events are scored on arrival */
    static Driver open(MeterRegistry registry, Checkpoints checkpoints, Executor steps, String... overrides)
            throws IOException {
        return open(registry, checkpoints, null, steps, overrides);
    }

    private static Driver open(
            MeterRegistry registry, Checkpoints checkpoints, RationOn ration, Executor steps, String... overrides)
            throws IOException {
        Map<String, String> keys = new HashMap<>(Map.of(
                "bundle",
                Bundles.BUILTIN,
                "kafka.bootstrap.servers",
                "nowhere:1",
                // Several test processes share the processors, and libtorch's threads wait for each other actively.
                "score.threads",
                "1",
                "record.max-bytes",
                Integer.toString(BadEvent.MAX_BYTES),
                "tensor.batch-size",
                Integer.toString(BATCH),
                "tensor.max-wait",
                MAX_WAIT.toMillis() + "ms"));
        for (int i = 0; i < overrides.length; i += 2) {
            keys.put(overrides[i], overrides[i + 1]);
        }
        Bundles.Configured configured = Bundles.configure(keys, Map.of());
        return new Driver(configured.settings(), configured.bundle(), checkpoints, ration, registry, steps);
    }

    private static Immediate immediate(ScoreSettings score, Executor steps) {
        return score.mode() == ScoreSettings.Mode.BATCH
                ? null
                : new Immediate(score.snapshotInterval(), score.backlog(), steps);
    }

    void send(ProducerRecord<byte[], byte[]> event) {
        events.pipeInput(
                new TestRecord<>(event.key(), event.value(), event.headers(), Instant.ofEpochMilli(event.timestamp())));
    }

    void sendLabel(String json) {
        streams.createInputTopic(topics.labels(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(json.getBytes(UTF_8));
    }

    /** A record of the control topic. */
    void command(String id, String json) {
        streams.createInputTopic(topics.control(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(id, json.getBytes(UTF_8));
    }

    void advance(Duration time) {
        streams.advanceWallClockTime(time);
    }

    /** Since the last call, as for the others. */
    List<TestRecord<byte[], byte[]>> predictions() {
        return read(topics.predictions());
    }

    List<TestRecord<byte[], byte[]>> uncertainties() {
        return read(topics.uncertainty());
    }

    List<TestRecord<byte[], byte[]>> drift() {
        return read(topics.drift());
    }

    List<TestRecord<byte[], byte[]>> quality() {
        return read(topics.quality());
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return read(topics.deadLetter());
    }

    /** What the store's changelog was sent since the last call. */
    List<TestRecord<byte[], byte[]>> changelog(String store) {
        return read("perennial-" + store + "-changelog");
    }

    <K> KeyValueStore<K, byte[]> store(String name) {
        return streams.getKeyValueStore(name);
    }

    /** The live error of {@code source} or {@code adapted}; NaN before the first labelled event. */
    double error(String model) {
        return registry.get("perennial.publish.error")
                .tag("model", model)
                .gauge()
                .value();
    }

    /** How many labels became of this so far. */
    double labels(String outcome) {
        return registry.get("perennial.publish.labels")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** 0 closed, 1 half-open, 2 open; NaN without a guard. */
    double guardState() {
        return registry.get("perennial.adapt.guard.state").gauge().value();
    }

    double guardTransitions(String to) {
        return registry.get("perennial.adapt.guard.transitions")
                .tag("to", to)
                .counter()
                .count();
    }

    /** Batches that were not learned from for this reason. */
    double skipped(String reason) {
        return registry.get("perennial.adapt.skipped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    /** Batches that were learned from. */
    double learned() {
        return registry.get("perennial.adapt.steps").counter().count();
    }

    /** A gauge or a counter, found by its name and tags. */
    double meter(String name, String... tags) {
        return registry.get(name).tags(tags).meter().measure().iterator().next().getValue();
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return streams.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        streams.close();
        models.close();
    }
}
