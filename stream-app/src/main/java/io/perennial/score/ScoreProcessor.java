// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.ration.RationChange;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.observe.PartitionMetrics;
import io.perennial.tensor.MicroBatch;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Node {@code score}: predicts a batch and forwards it, first to be published, then to be learned from. Who watches the stream
 * is told of it before both, to look while it is published. Between two batches it does what commands ask for.
 */
public final class ScoreProcessor implements Processor<byte[], MicroBatch, byte[], Object> {

    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ScoreProcessor.class);

    private final Around around;
    private final RationOn on;
    private ProcessorContext<byte[], Object> context;
    private PartitionMetrics partitionMetrics;
    private PartitionLearner partition;
    private PartitionRation ration;

    /** @param on how adaptation is rationed; null where it is not */
    public ScoreProcessor(Around around, RationOn on) {
        this.around = around;
        this.on = on;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        int number = context.taskId().partition();
        partitionMetrics = around.metrics().partition(number);
        partition = new PartitionLearner(around, context);
        ration = new PartitionRation(on, number, partition.learner().views(), partitionMetrics);
        context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
    }

    private void look(long time) {
        partition.steer(time);
        context.forward(new Record<>(null, ScoredBatch.none(partition.learner()), Math.max(0, time)), around.adapt());
    }

    @Override
    public void process(Record<byte[], MicroBatch> record) {
        partition.steer(context.currentSystemTimeMs());
        Learner learner = partition.learner();
        long start = System.nanoTime();
        Effort effort = ration.next(record.value());
        ration.changed().ifPresent(this::rationed);
        ScoredBatch scored = learner.scoreBeside(record.value(), effort);
        try (var owned = scored.scored()) {
            partitionMetrics.scored(System.nanoTime() - start);
            PassTimes passes = learner.times();
            partitionMetrics.passed(passes.forward(), passes.source(), passes.views());
            if (scored.unasked() == null) {
                // It learns while the stream thread publishes and looks for drift; both are done with before the next
                // batch.
                try (var step = learner.begin(scored, around.commits())) {
                    leave(record, scored.learning(step::get));
                }
            } else {
                leave(record, scored);
            }
        }
        ration.done();
    }

    private void leave(Record<byte[], MicroBatch> record, ScoredBatch scored) {
        if (record.value().isAnswered()) {
            record.value().release();
        } else {
            context.forward(record.withValue(scored.ahead()), around.adapt());
            context.forward(record.withValue(scored), around.publish());
        }
        context.forward(record.withValue(scored), around.adapt());
    }

    private void rationed(RationChange change) {
        int number = context.taskId().partition();
        RationEvent event = new RationEvent(number, change, partition.learner().version());
        log.atLevel(change.from() == RationLevel.FULL ? Level.WARN : Level.INFO).log("partition {}: {}", number, event);
        partition.tell(event.json(), context.currentSystemTimeMs());
    }

    /** Also called where the task is abandoned; {@link #init} may follow on the same instance. */
    @Override
    public void close() {
        if (partition != null) {
            partition.close();
            partition = null;
        }
    }
}
