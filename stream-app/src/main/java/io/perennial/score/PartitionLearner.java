// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.control.BundleEvent;
import io.perennial.control.ControlEvent;
import io.perennial.control.ControlLog;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The learner of a task: opened with what was saved, steered by commands between two batches, and exchanged for a newer version
 * of the model. Owns its native memory for as long as the task lives.
 */
final class PartitionLearner implements AutoCloseable {

    private static final byte[] JSON = "application/json".getBytes(StandardCharsets.UTF_8);
    private static final Logger log = LoggerFactory.getLogger(PartitionLearner.class);

    private final Learners learners;
    private final PerennialMetrics metrics;
    private final String drift;
    private final ProcessorContext<byte[], Object> context;
    private final int partition;
    private final PartitionMetrics partitionMetrics;
    private final WeightsStore store;
    private final Steering steering;
    private Learner learner;

    PartitionLearner(Around around, ProcessorContext<byte[], Object> context) {
        learners = around.learners();
        metrics = around.metrics();
        drift = around.drift();
        this.context = context;
        partition = context.taskId().partition();
        partitionMetrics = metrics.partition(partition);
        store = new WeightsStore(context.getStateStore(WeightsStore.NAME));
        steering = around.checkpoints() == null
                ? null
                : new Steering(
                        new ControlLog(context.getStateStore(ControlLog.STORE)),
                        around.checkpoints(),
                        store,
                        partition);
        learner = learners.open(partition);
        try {
            begin();
        } catch (RuntimeException e) {
            learner.close(); // nobody else knows of it yet
            throw e;
        }
    }

    private void begin() {
        WeightsStore.Saved saved = learned();
        if (saved != null) {
            learner.restore(saved);
        }
        learner.pause(steering != null && steering.paused());
        learner.hold(store.held());
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
                    partition,
                    saved.version().step(),
                    learner.served().id());
        } else if (saved != null && !saved.model().equals(sha256)) {
            log.warn(
                    "partition {}: what was learned at step {} is of another model than {}, and is left behind",
                    partition,
                    saved.version().step(),
                    learner.served().id());
            return null;
        }
        return saved;
    }

    Learner learner() {
        return learner;
    }

    /** Between two batches. Returns whether anything was done, after which the learner may be another, or at other weights. */
    boolean steer(long time) {
        boolean done = false;
        if (steering != null) {
            List<ControlEvent> events = steering.apply(learner);
            for (ControlEvent event : events) {
                log.info("partition {}: {}", event.partition(), event);
                partitionMetrics.guard(learner.guardState());
                tell(event.json(), time);
            }
            done = !events.isEmpty();
        }
        if (learners.superseded(learner)) {
            changeOver(time);
            done = true;
        }
        return done;
    }

    /** To a newer version of the model, which begins at its source. */
    private void changeOver(long time) {
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

    /** On the drift topic. */
    void tell(byte[] json, long time) {
        metrics.happenings().drift(json);
        Headers headers = new RecordHeaders().add("content-type", JSON);
        context.forward(new Record<>(null, new Outgoing(json, partition), Math.max(0, time), headers), drift);
    }

    @Override
    public void close() {
        learner.close();
        partitionMetrics.released();
        metrics.happenings().released(partition);
    }
}
