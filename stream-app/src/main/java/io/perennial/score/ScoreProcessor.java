// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.tensor.MicroBatch;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node {@code score}: predicts a batch and forwards it, first to be published, then to be learned from. Owns the native
 * memory of the partition's model for as long as the task lives.
 */
public final class ScoreProcessor implements Processor<byte[], MicroBatch, byte[], ScoredBatch> {

    private static final Logger log = LoggerFactory.getLogger(ScoreProcessor.class);

    private final Learners learners;
    private final PerennialMetrics metrics;
    private final String publish;
    private final String adapt;
    private ProcessorContext<byte[], ScoredBatch> context;
    private PartitionMetrics partitionMetrics;
    private Learner learner;

    /**
     * @param publish name of the node that gets the prediction first
     * @param adapt name of the node that learns from it afterwards
     */
    public ScoreProcessor(Learners learners, PerennialMetrics metrics, String publish, String adapt) {
        this.learners = learners;
        this.metrics = metrics;
        this.publish = publish;
        this.adapt = adapt;
    }

    @Override
    public void init(ProcessorContext<byte[], ScoredBatch> context) {
        this.context = context;
        int partition = context.taskId().partition();
        partitionMetrics = metrics.partition(partition);
        learner = learners.open(partition);
        WeightsStore.Saved saved = new WeightsStore(context.getStateStore(WeightsStore.NAME)).load();
        if (saved != null) {
            learner.restore(saved);
        }
        partitionMetrics.guard(learner.guardState());
        log.info(
                "partition {}: {} at step {}, lineage {}",
                partition,
                saved == null ? "starting from the source" : "continuing",
                learner.version().step(),
                learner.version().lineage());
    }

    @Override
    public void process(Record<byte[], MicroBatch> record) {
        long start = System.nanoTime();
        ScoredBatch scored = learner.score(record.value());
        try (var owned = scored.scored()) {
            partitionMetrics.scored(System.nanoTime() - start);
            context.forward(record.withValue(scored), publish);
            context.forward(record.withValue(scored), adapt);
        }
    }

    /** Also called where the task is abandoned; {@link #init} may follow on the same instance. */
    @Override
    public void close() {
        if (learner != null) {
            learner.close();
            learner = null;
            partitionMetrics.released();
        }
    }
}
