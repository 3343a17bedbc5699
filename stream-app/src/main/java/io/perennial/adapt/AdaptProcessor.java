// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.method.StepReport;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.score.Learner;
import io.perennial.score.ScoredBatch;
import io.perennial.score.WeightsStore;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Node {@code adapt}: one step on a batch whose prediction has left. The store is cached by Kafka Streams, so that of
 * the steps between two commits only the last reaches the changelog.
 */
public final class AdaptProcessor extends ContextualProcessor<byte[], ScoredBatch, byte[], StepReport> {

    private final CheckpointPolicy checkpoints;
    private final long trainableBytes;
    private final PerennialMetrics metrics;
    private WeightsStore store;
    private PartitionMetrics partition;

    /** @param trainableBytes of the weights that learn, 4 P */
    public AdaptProcessor(CheckpointPolicy checkpoints, long trainableBytes, PerennialMetrics metrics) {
        this.checkpoints = checkpoints;
        this.trainableBytes = trainableBytes;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], StepReport> context) {
        super.init(context);
        store = new WeightsStore(context.getStateStore(WeightsStore.NAME));
        partition = metrics.partition(context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], ScoredBatch> record) {
        Learner learner = record.value().learner();
        if (!learner.adapts()) {
            return;
        }
        long start = System.nanoTime();
        StepReport report = learner.adapt(record.value());
        if (checkpoints.due(report.step(), trainableBytes)) {
            store.save(learner.state(), learner.version());
        }
        partition.adapted(System.nanoTime() - start, report.restoredShare(), report.distance());
        context().forward(record.withValue(report));
    }
}
