// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.ration.RationChange;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.control.BundleEvent;
import io.perennial.control.ControlEvent;
import io.perennial.control.ControlLog;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Outgoing;
import io.perennial.tensor.MicroBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Node {@code score}: predicts a batch and forwards it, first to be published, then to be learned from. Between two batches
 * it does what commands ask for. Owns the native
 * memory of the partition's model for as long as the task lives.
 */
public final class ScoreProcessor implements Processor<byte[], MicroBatch, byte[], Object> {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);
    private static final Logger log = LoggerFactory.getLogger(ScoreProcessor.class);

    private final Learners learners;
    private final PerennialMetrics metrics;
    private final String publish;
    private final String adapt;
    private final String drift;
    private final Checkpoints checkpoints;
    private final RationOn on;
    private ProcessorContext<byte[], Object> context;
    private PartitionMetrics partitionMetrics;
    private Learner learner;
    private WeightsStore store;
    private Steering steering;
    private PartitionRation ration;

    /**
     * @param checkpoints where rollbacks find them; null where no commands come
     * @param on how adaptation is rationed; null where it is not
     * @param publish name of the node that gets the prediction first
     * @param adapt name of the node that learns from it afterwards
     * @param drift name of the node that gets what became of commands
     */
    public ScoreProcessor(
            Learners learners,
            PerennialMetrics metrics,
            Checkpoints checkpoints,
            RationOn on,
            String publish,
            String adapt,
            String drift) {
        this.learners = learners;
        this.metrics = metrics;
        this.checkpoints = checkpoints;
        this.on = on;
        this.publish = publish;
        this.adapt = adapt;
        this.drift = drift;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        int partition = context.taskId().partition();
        partitionMetrics = metrics.partition(partition);
        learner = learners.open(partition);
        ration = new PartitionRation(on, partition, learner.views(), partitionMetrics);
        store = new WeightsStore(context.getStateStore(WeightsStore.NAME));
        WeightsStore.Saved saved = learned();
        if (saved != null) {
            learner.restore(saved);
        }
        if (checkpoints != null) {
            ControlLog commands = new ControlLog(context.getStateStore(ControlLog.STORE));
            steering = new Steering(commands, checkpoints, store, partition);
            learner.pause(steering.paused());
        }
        learner.hold(store.held());
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        partitionMetrics.guard(learner.guardState());
        log.info(
                "partition {}: {} at step {}, lineage {}",
                partition,
                saved == null ? "starting from the source" : "continuing",
                learner.version().step(),
                learner.version().lineage());
    }

    /** What was learned on another model fits none but that. Where nobody knows, it is tried on the one that is served. */
    private WeightsStore.Saved learned() {
        WeightsStore.Saved saved = store.load();
        String sha256 = learner.served().sha256();
        if (saved != null && saved.model() == null) {
            log.warn(
                    "partition {}: what was learned at step {} does not say on which model, and is taken to be of {}",
                    context.taskId().partition(),
                    saved.version().step(),
                    learner.served().id());
        } else if (saved != null && !saved.model().equals(sha256)) {
            log.warn(
                    "partition {}: what was learned at step {} is of another model than {}, and is left behind",
                    context.taskId().partition(),
                    saved.version().step(),
                    learner.served().id());
            return null;
        }
        return saved;
    }

    private void look(long time) {
        steer(time);
        context.forward(new Record<>(null, ScoredBatch.none(learner), Math.max(0, time)), adapt);
    }

    /** Between two batches. */
    private void steer(long time) {
        if (steering != null) {
            for (ControlEvent event : steering.apply(learner)) {
                log.info("partition {}: {}", event.partition(), event);
                partitionMetrics.guard(learner.guardState());
                tell(event.json(), time);
            }
        }
        if (learners.superseded(learner)) {
            changeOver(time);
        }
    }

    /** To a newer version of the model, which begins at its source. */
    private void changeOver(long time) {
        int partition = context.taskId().partition();
        Learner before = learner;
        learner = learners.open(partition);
        BundleEvent event = new BundleEvent(
                partition,
                before.served().id(),
                learner.served().id(),
                before.version().step(),
                learner.version().lineage());
        before.close();
        learner.pause(steering != null && steering.paused());
        learner.hold(store.held());
        store.save(learner.state(), learner.version(), learner.served().sha256());
        log.info("partition {}: {}", partition, event);
        partitionMetrics.guard(learner.guardState());
        tell(event.json(), time);
    }

    private void tell(byte[] json, long time) {
        metrics.happenings().drift(json);
        Headers headers = new RecordHeaders().add("content-type", JSON);
        Outgoing outgoing = new Outgoing(json, context.taskId().partition());
        context.forward(new Record<>(null, outgoing, Math.max(0, time), headers), drift);
    }

    @Override
    public void process(Record<byte[], MicroBatch> record) {
        steer(context.currentSystemTimeMs());
        long start = System.nanoTime();
        Effort effort = ration.next(record.value());
        ration.changed().ifPresent(this::rationed);
        ScoredBatch scored = learner.score(record.value(), effort);
        try (var owned = scored.scored()) {
            partitionMetrics.scored(System.nanoTime() - start);
            PassTimes passes = learner.times();
            partitionMetrics.passed(passes.forward(), passes.source(), passes.views());
            context.forward(record.withValue(scored), publish);
            context.forward(record.withValue(scored), adapt);
        }
        ration.done();
    }

    private void rationed(RationChange change) {
        int partition = context.taskId().partition();
        RationEvent event = new RationEvent(partition, change, learner.version());
        log.atLevel(change.from() == RationLevel.FULL ? Level.WARN : Level.INFO)
                .log("partition {}: {}", partition, event);
        tell(event.json(), context.currentSystemTimeMs());
    }

    /** Also called where the task is abandoned; {@link #init} may follow on the same instance. */
    @Override
    public void close() {
        if (learner != null) {
            learner.close();
            learner = null;
            partitionMetrics.released();
            metrics.happenings().released(context.taskId().partition());
        }
    }
}
