// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.adaptation.network.Engine;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.config.ScoreSettings;
import io.perennial.config.Settings;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.EventDecoder;
import io.perennial.score.Immediate;
import io.perennial.score.Learners;
import io.perennial.score.ModelMemory;
import io.perennial.score.ModelVersions;
import io.perennial.score.PartitionModels;
import io.perennial.score.RationOn;
import io.perennial.store.Bundle;
import io.perennial.topology.PerennialTopology;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: model, topology, metrics and HTTP, opened in this order and closed in the opposite one. */
public final class PerennialApp implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PerennialApp.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final ModelVersions models;
    private final Memory memory;
    private final PerennialMetrics metrics;
    private final KafkaStreams streams;
    private final StepThreads steps;
    private final Outlook outlook;
    private final boolean staticMember;
    private final ClockWatch clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Throwable failure;

    private PerennialApp(
            ModelVersions models,
            Memory memory,
            PerennialMetrics metrics,
            KafkaStreams streams,
            StepThreads steps,
            Outlook outlook,
            boolean staticMember) {
        this.models = models;
        this.memory = memory;
        this.metrics = metrics;
        this.streams = streams;
        this.steps = steps;
        this.outlook = outlook;
        this.staticMember = staticMember;
        clock = ClockWatch.over(streams);
    }

    /**
     * Opens the model, checks topics, and starts to read.
     *
     * @throws IllegalArgumentException if the bundle, the model or the topics do not fit; nothing stays open
     */
    public static PerennialApp start(Settings settings, Bundle bundle) {
        if (settings.adapt().labelWeight() > 0) {
            throw new IllegalArgumentException("adapt.label-weight refused: expected 0 in a service, got "
                    + settings.adapt().labelWeight() + "; labels that come late teach in evaluate only");
        }
        Outlook.check(settings.observe());
        Engine engine = Options.engine(settings);
        StreamsProperties properties = new StreamsProperties(settings);
        TokenEndpoint.allow(settings.kafka());
        int partitions = TopicCheck.run(properties.admin(), settings);
        PartitionModels first = open(settings, engine, bundle);
        ModelVersions models = new ModelVersions(first);
        try {
            MemoryCheck.run(settings, () -> memory(settings, models, engine), partitions);
            PerennialApp app = assemble(settings, bundle, models, engine, properties);
            app.run();
            log.info(
                    "{} {} as {} on {}, {} trainable values",
                    bundle.name(),
                    bundle.version(),
                    settings.application().id(),
                    engine.describe(),
                    first.trainableBytes() / Float.BYTES);
            Options.withoutGpu(settings, engine)
                    .ifPresent(why -> log.info("score.device auto takes the processor: {}", why));
            return app;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    private static ModelMemory memory(Settings settings, ModelVersions models, Engine engine) {
        ModelMemory memory = models.memory(settings.tensor().batchSize());
        return engine.device().isCuda() ? memory.onDevice() : memory;
    }

    private static PartitionModels open(Settings settings, Engine engine, Bundle bundle) {
        PartitionModels models = PartitionModels.open(
                bundle, engine, Options.models(settings), Options.views(settings.adapt(), bundle.input()));
        try {
            if (settings.score().mode() == ScoreSettings.Mode.IMMEDIATE) {
                models.requireSnapshots();
            }
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    private static PerennialApp assemble(
            Settings settings, Bundle bundle, ModelVersions models, Engine engine, StreamsProperties properties) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Memory memory = Memory.open(settings, new BundlePromotion(models::bundle, engine), registry);
        Outlook outlook = Outlook.open(settings, bundle, models.served(), memory.listing(settings), registry);
        PerennialMetrics metrics = new PerennialMetrics(registry, outlook.happenings());
        StepThreads steps = StepThreads.open(settings);
        LocalState.clear(properties.streams());
        RationOn ration = steps.immediate() == null ? Options.ration(settings) : null;
        KafkaStreams streams = new KafkaStreams(
                topology(settings, bundle, models, memory.checkpoints(), ration, steps.immediate(), metrics),
                properties.streams());
        try {
            memory.watch(settings, bundle, models, newer -> open(settings, engine, newer));
            metrics.bindLag(
                    properties.admin(),
                    settings.application().id(),
                    settings.record().topic(),
                    streams,
                    ration == null ? null : ration.ends());
            metrics.bindMemory(models::networkBytes, models::sourceBytes);
            metrics.bindJvm();
            metrics.bindKafka(streams);
            outlook.serve(streams, metrics.progress(), memory.control(settings));
            return new PerennialApp(models, memory, metrics, streams, steps, outlook, properties.staticMember());
        } catch (RuntimeException e) {
            streams.close();
            steps.close();
            outlook.close();
            memory.close();
            metrics.close();
            throw e;
        }
    }

    static Topology topology(
            Settings settings,
            Bundle bundle,
            Learners models,
            Checkpoints checkpoints,
            RationOn ration,
            Immediate immediate,
            PerennialMetrics metrics) {
        return PerennialTopology.of(new PerennialTopology.Parts(
                Options.topics(settings),
                bundle.input(),
                new EventDecoder(bundle.input(), settings.record().maxBytes()),
                settings.record().maxBytes(),
                settings.tensor().batchSize(),
                settings.tensor().maxWait(),
                models,
                Options.checkpoints(settings.adapt()),
                checkpoints,
                Options.drift(settings.adapt().drift()),
                ration,
                Options.publish(settings),
                bundle.labels(),
                immediate,
                metrics));
    }

    private void run() {
        streams.setGlobalStateRestoreListener(metrics.progress());
        streams.setStateListener((now, before) -> {
            metrics.progress().reached(now);
            log.info("Kafka Streams: {}, was {}", now, before);
            if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
                stopped.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(new LostTransactions(thrown -> {
            failure = ClusterRefusal.words(thrown)
                    .<Throwable>map(words -> new IllegalStateException(words, thrown))
                    .orElse(thrown);
            log.error("the stream cannot go on", failure);
        }));
        streams.start();
    }

    /** As Kafka Streams calls it. */
    public KafkaStreams.State state() {
        return streams.state();
    }

    /** What the application measures. */
    public PerennialMetrics metrics() {
        return metrics;
    }

    /** Where metrics and health are served, or -1 where they are not. */
    public int port() {
        return outlook.port();
    }

    /** Whether the page is served there. */
    public boolean hasPage() {
        return outlook.port() >= 0 && outlook.hasPage();
    }

    /** Ends the wait for the end: something that the stream cannot do without has failed. */
    void fail(String reason) {
        failure = new IllegalStateException(reason);
        stopped.countDown();
    }

    /**
     * Waits until the stream has ended.
     *
     * @return why it could not go on, or null where it was closed
     */
    public Throwable awaitStopped() throws InterruptedException {
        stopped.await();
        return failure;
    }

    /**
     * Finishes the current transaction, leaves the group, frees the native memory. A static member ({@code
     * group.instance.id}) stays in the group, as it is meant to come back.
     */
    @Override
    public void close() {
        clock.close();
        // By default Kafka Streams stays in the group: its partitions would stand still until the session times out.
        boolean ended = streams.close(CloseOptions.timeout(CLOSE_WITHIN)
                .withGroupMembershipOperation(
                        staticMember
                                ? GroupMembershipOperation.REMAIN_IN_GROUP
                                : GroupMembershipOperation.LEAVE_GROUP));
        if (!ended) {
            log.warn("Kafka Streams did not stop within {}", CLOSE_WITHIN);
        }
        outlook.close();
        memory.close();
        metrics.close();
        if (ended) { // else a thread may still be computing in this memory
            steps.close();
            models.close();
        }
    }
}
