// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.guard.Transition;
import io.perennial.adaptation.method.StepReport;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.observe.DriftMetrics;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Event;
import io.perennial.record.Outgoing;
import io.perennial.score.EncodedWeights;
import io.perennial.score.Learner;
import io.perennial.score.ScoredBatch;
import io.perennial.score.StepTaken;
import io.perennial.score.WeightsStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node {@code adapt}: what comes of the step on a batch, and of the look for drift in it, which both may go on beside the stream
 * thread while the prediction leaves. The store is cached by Kafka Streams, so that of the steps between two commits only the last
 * reaches the changelog. What the guard does, and how the stream drifts, leaves as drift events.
 */
public final class AdaptProcessor extends ContextualProcessor<byte[], ScoredBatch, byte[], Outgoing> {

    /** The child, for the topology. */
    public static final String DRIFT = "drift";

    private static final Logger log = LoggerFactory.getLogger(AdaptProcessor.class);

    private final Checkpoints checkpoints;
    private final DriftOn on;
    private final PerennialMetrics metrics;
    private WeightsStore store;
    private PartitionMetrics partition;
    private DriftMetrics drifts;
    private PartitionDrift drift;
    private long lastCheckpoint;

    /** @param on how the stream is watched for drift */
    public AdaptProcessor(Checkpoints checkpoints, DriftOn on, PerennialMetrics metrics) {
        this.checkpoints = checkpoints;
        this.on = on;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        super.init(context);
        int number = context.taskId().partition();
        store = new WeightsStore(context.getStateStore(WeightsStore.NAME));
        partition = metrics.partition(number);
        drifts = metrics.drift(number);
        drift = new PartitionDrift(on, number, context.getStateStore(DriftStore.NAME), drifts);
        lastCheckpoint = context.currentSystemTimeMs();
    }

    @Override
    public void process(Record<byte[], ScoredBatch> record) {
        ScoredBatch batch = record.value();
        Learner learner = batch.learner();
        boolean held = learner.held();
        if (batch.isNone()) {
            drift.idle(learner).forEach(event -> tell(DetectedDriftJson.encode(event), drift.lastRefused()));
        } else if (batch.isAhead()) {
            drift.observe(batch);
            return;
        } else {
            drift.looked(batch);
            if (batch.unasked() == null) {
                learn(batch);
            } else {
                partition.skipped(batch.unasked());
            }
            drift.learned(batch).forEach(event -> tell(DetectedDriftJson.encode(event), time(batch)));
        }
        if (learner.held() != held) {
            store.hold(learner.held());
        }
    }

    private void learn(ScoredBatch batch) {
        Learner learner = batch.learner();
        StepTaken taken = batch.step().get();
        StepReport report = taken.report();
        long start = System.nanoTime();
        keep(learner, taken.learned());
        partition.adapted(taken.nanos() + System.nanoTime() - start, report);
        partition.guard(learner.guardState());
        report.transitions().forEach(transition -> changed(transition, batch));
    }

    /** @param learned null where it is not due to be kept, unless a checkpoint is */
    private void keep(Learner learner, EncodedWeights learned) {
        boolean checkpoint = checkpointDue(context().currentSystemTimeMs());
        EncodedWeights kept = checkpoint && learned == null ? EncodedWeights.of(learner.state()) : learned;
        if (kept != null) {
            store.save(kept, learner.version(), learner.served().sha256());
        }
        if (checkpoint) {
            checkpoints.offer(learner.checkpoint(kept.state()));
        }
    }

    private boolean checkpointDue(long now) {
        boolean due = checkpoints.interval() != null
                && now - lastCheckpoint >= checkpoints.interval().toMillis();
        lastCheckpoint = due ? now : lastCheckpoint;
        return due;
    }

    private void changed(Transition transition, ScoredBatch batch) {
        int number = context().taskId().partition();
        partition.guardWent(transition.to());
        log.warn(
                "partition {}: guard {}, was {}, at step {}: {}, {}",
                number,
                transition.to().tag(),
                transition.from().tag(),
                transition.step(),
                transition.reason().tag(),
                transition.figures());
        String lineage = batch.learner().version().lineage();
        tell(DriftJson.encode(new DriftEvent(number, transition, lineage)), time(batch));
    }

    /** Of the batch's last event. */
    private static long time(ScoredBatch batch) {
        List<Event> events = batch.batch().events();
        return events.get(events.size() - 1).origin().timestamp();
    }

    /** Everything that this stage says on the drift topic, to the partition of its events. */
    private void tell(byte[] json, long time) {
        int number = context().taskId().partition();
        metrics.happenings().drift(json);
        Headers headers = new RecordHeaders().add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        context().forward(new Record<>(null, new Outgoing(json, number), Math.max(0, time), headers), DRIFT);
    }

    @Override
    public void close() {
        if (drift != null) {
            drift.close();
        }
        if (drifts != null) {
            drifts.released();
        }
    }
}
