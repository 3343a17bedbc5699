// SPDX-License-Identifier: Apache-2.0
package io.perennial.topology;

import io.perennial.adapt.AdaptProcessor;
import io.perennial.adapt.DriftOn;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.control.ControlLog;
import io.perennial.observe.PerennialMetrics;
import io.perennial.publish.LabelDecoder;
import io.perennial.publish.LabelJoin;
import io.perennial.publish.LabelProcessor;
import io.perennial.publish.PublishOptions;
import io.perennial.publish.PublishProcessor;
import io.perennial.publish.QualityStore;
import io.perennial.record.EventDecoder;
import io.perennial.record.Outgoing;
import io.perennial.record.RecordProcessor;
import io.perennial.record.RefusedCounts;
import io.perennial.score.Around;
import io.perennial.score.CheckpointPolicy;
import io.perennial.score.Immediate;
import io.perennial.score.ImmediateProcessor;
import io.perennial.score.Learners;
import io.perennial.score.RationOn;
import io.perennial.score.ScoreProcessor;
import io.perennial.score.WeightsStore;
import io.perennial.store.InputContract;
import io.perennial.tensor.MicroBatch;
import io.perennial.tensor.TensorProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * record -> tensor -> score -> adapt, with score -> publish first. Nodes and stores have names of their own, which are for
 * ever: renaming one loses its state.
 *
 * <p>Stores are in memory with a changelog: what they hold lives in memory anyway, and after an unclean stop an
 * exactly-once task restores from the changelog whichever kind it uses. Caching lets only the last write between two
 * commits reach the changelog.
 */
public final class PerennialTopology {

    /** Names of the stages' nodes. */
    static final String EVENTS = "events";

    static final String RECORD = "record";
    static final String TENSOR = "tensor";
    static final String SCORE = "score";
    static final String ADAPT = "adapt";
    static final String PUBLISH = "publish";
    static final String LABELS = "labels";
    static final String JOIN = "join-labels";
    static final String CONTROL = "control";
    static final String COMMANDS = "keep-commands";

    private static final ByteArrayDeserializer READ = new ByteArrayDeserializer();
    private static final ByteArraySerializer WRITE = new ByteArraySerializer();

    /** What the weights' changelog is kept like: it is read only on restore, so compact early and keep it small. */
    static final Map<String, String> COMPACT =
            Map.of("cleanup.policy", "compact", "segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.1");

    /**
     * Everything the stages need.
     *
     * @param ration null where adaptation is not rationed
     * @param immediate how events are scored on arrival; null where they are scored in batches
     */
    public record Parts(
            Topics topics,
            InputContract contract,
            EventDecoder decoder,
            int maxBytes,
            int batchSize,
            Duration maxWait,
            Learners learners,
            CheckpointPolicy commits,
            Checkpoints checkpoints,
            DriftOn drift,
            RationOn ration,
            PublishOptions publish,
            List<String> classes,
            Immediate immediate,
            PerennialMetrics metrics) {}

    private PerennialTopology() {}

    /** Builds the topology; every task opens its own model when it starts. */
    public static Topology of(Parts parts) {
        Topics topics = parts.topics();
        PerennialMetrics metrics = parts.metrics();
        boolean labels = topics.labels() != null;

        Topology topology = new Topology();
        topology.addSource(EVENTS, READ, READ, topics.events());
        topology.addProcessor(RECORD, () -> new RecordProcessor(parts.decoder(), metrics, TENSOR), EVENTS);
        topology.addProcessor(
                TENSOR,
                () -> new TensorProcessor(
                        parts.contract().shape(),
                        parts.batchSize(),
                        parts.maxWait(),
                        parts.immediate() != null,
                        metrics),
                RECORD);
        Checkpoints rollbacks = topics.control() == null ? null : parts.checkpoints();
        topology.addProcessor(SCORE, scoring(parts, rollbacks), TENSOR);
        if (labels) {
            LabelDecoder decoder = new LabelDecoder(parts.classes(), parts.maxBytes());
            topology.addSource(LABELS, READ, READ, topics.labels());
            topology.addProcessor(JOIN, () -> new LabelProcessor(decoder, metrics, PUBLISH), LABELS);
        }
        String[] published = labels ? new String[] {SCORE, JOIN} : new String[] {SCORE};
        topology.addProcessor(PUBLISH, () -> new PublishProcessor(parts.publish(), metrics, labels), published);
        topology.addProcessor(ADAPT, () -> new AdaptProcessor(parts.checkpoints(), parts.drift(), metrics), SCORE);

        topology.addStateStore(store(TensorProcessor.STORE, Serdes.Long()), TENSOR);
        topology.addStateStore(store(WeightsStore.NAME, Serdes.String()), SCORE, ADAPT);
        topology.addStateStore(store(RefusedCounts.STORE, Serdes.String()), RECORD, ADAPT);

        sink(topology, PublishProcessor.PREDICTIONS, topics.predictions(), PUBLISH);
        sink(topology, PublishProcessor.UNCERTAINTY, topics.uncertainty(), PUBLISH);
        sink(topology, AdaptProcessor.DRIFT, topics.drift(), ADAPT, SCORE);
        if (topics.control() != null) {
            commands(topology, topics.control());
        }
        topology.addStateStore(store(QualityStore.NAME, Serdes.String()), PUBLISH);
        if (labels) {
            topology.addStateStore(store(LabelJoin.STORE, Serdes.String()), PUBLISH);
            sink(topology, PublishProcessor.QUALITY, topics.quality(), PUBLISH);
            sink(topology, RecordProcessor.DEAD_LETTER, topics.deadLetter(), RECORD, JOIN);
        } else {
            sink(topology, RecordProcessor.DEAD_LETTER, topics.deadLetter(), RECORD);
        }
        return topology;
    }

    /** @param rollbacks null where no commands come */
    private static ProcessorSupplier<byte[], MicroBatch, byte[], Object> scoring(Parts parts, Checkpoints rollbacks) {
        Around around = new Around(
                parts.learners(), parts.metrics(), rollbacks, parts.commits(), PUBLISH, ADAPT, AdaptProcessor.DRIFT);
        return parts.immediate() == null
                ? () -> new ScoreProcessor(around, parts.ration())
                : () -> new ImmediateProcessor(around, parts.immediate());
    }

    /** Names of the stores with a changelog. */
    static List<String> stores(Topics topics) {
        List<String> stores = new ArrayList<>(
                List.of(TensorProcessor.STORE, WeightsStore.NAME, RefusedCounts.STORE, QualityStore.NAME));
        if (topics.labels() != null) {
            stores.add(LabelJoin.STORE);
        }
        return stores;
    }

    /** The internal topics that hold the application's state, as Kafka Streams names them. */
    public static List<String> changelogs(String application, Topics topics) {
        return stores(topics).stream()
                .map(store -> application + "-" + store + "-changelog")
                .toList();
    }

    /** Every instance reads all commands; they are no state of a partition, so they have no changelog but their topic. */
    private static void commands(Topology topology, String topic) {
        StoreBuilder<KeyValueStore<String, byte[]>> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ControlLog.STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled();
        topology.addGlobalStore(
                store, CONTROL, new StringDeserializer(), READ, topic, COMMANDS, ControlLog.Writer::new);
    }

    private static void sink(Topology topology, String name, String topic, String... parents) {
        topology.addSink(name, topic, WRITE, Outgoing.SERIALIZER, Outgoing.PARTITIONER, parents);
    }

    /** A store as all of this topology are, for who measures what it costs. */
    public static <K> StoreBuilder<KeyValueStore<K, byte[]>> store(String name, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray())
                .withLoggingEnabled(COMPACT)
                .withCachingEnabled();
    }
}
