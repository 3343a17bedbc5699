// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.record.Event;
import io.perennial.tensor.MicroBatch;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Node {@code score} where events are answered on arrival: predicts each from a snapshot, and has batches learned from beside
 * the stream thread. What a step leaves is taken over by the stream thread between two records: weights, the batch's end in the
 * pending store, the next snapshot. All three are in one transaction, so that a batch is pending exactly while the saved weights
 * do not know it.
 */
public final class ImmediateProcessor implements Processor<byte[], MicroBatch, byte[], Object> {

    /** Where no event comes, which would look as well. */
    private static final Duration TAKE_OVER_EVERY = Duration.ofMillis(100);

    private final Around around;
    private final Immediate how;
    private ProcessorContext<byte[], Object> context;
    private PartitionMetrics partitionMetrics;
    private PartitionLearner partition;
    private EventScorer scorer;
    private StepsBeside steps;
    /** Whether the learner is to be looked after once it is idle. */
    private boolean looking;

    public ImmediateProcessor(Around around, Immediate how) {
        this.around = around;
        this.how = how;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        partitionMetrics = around.metrics().partition(context.taskId().partition());
        partition = new PartitionLearner(around, context);
        steps = new StepsBeside(how, around.commits());
        scorer = new EventScorer(partition.learner(), partitionMetrics);
        looking = false;
        context.schedule(TAKE_OVER_EVERY, PunctuationType.WALL_CLOCK_TIME, time -> goOn());
        context.schedule(ScoreProcessor.LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, time -> look());
    }

    @Override
    public void process(Record<byte[], MicroBatch> record) {
        MicroBatch batch = record.value();
        if (!batch.isAnswered()) {
            context.forward(record.withValue(scorer.score(batch)), around.publish());
        } else {
            MicroBatch dropped = steps.offer(batch);
            if (dropped != null) {
                dropped.release();
                partitionMetrics.skipped(Unasked.BEHIND);
            }
        }
        goOn();
    }

    private void look() {
        looking = true;
        goOn();
    }

    /** Takes over what the last step left, does what has to be done between two steps, and begins the next one. */
    private void goOn() {
        takeOver();
        while (steps.isIdle()) {
            betweenTwoSteps(context.currentSystemTimeMs());
            if (!steps.next(partition.learner())) {
                break;
            }
            takeOver(); // the next one has ended already only where it was taken by this very thread
        }
        partitionMetrics.waiting(steps.waiting());
    }

    private void betweenTwoSteps(long now) {
        if (partition.steer(now)) {
            renew();
        }
        if (looking) {
            looking = false;
            ScoredBatch none = ScoredBatch.none(partition.learner());
            context.forward(new Record<>(null, none, Math.max(0, now)), around.adapt());
        }
    }

    private void takeOver() {
        StepsBeside.Done done = steps.poll();
        if (done == null) {
            return;
        }
        if (done.snapshot() == null) {
            scorer.serve(done.serving());
        } else {
            partitionMetrics.snapshot(done.snapshotNanos());
            steps.close(scorer.exchange(done.snapshot(), done.serving()));
        }
        List<Event> events = done.batch().batch().events();
        long time = events.get(events.size() - 1).origin().timestamp();
        done.batch().batch().release();
        context.forward(new Record<>(null, done.batch(), Math.max(0, time), new RecordHeaders()), around.adapt());
    }

    /** After a command the next event is answered by what the command left, so the stream waits for the snapshot. */
    private void renew() {
        EventScorer before = scorer;
        scorer = new EventScorer(partition.learner(), partitionMetrics);
        before.close();
    }

    /** Also called where the task is abandoned; {@link #init} may follow on the same instance. */
    @Override
    public void close() {
        if (partition != null) {
            steps.close();
            if (scorer != null) {
                scorer.close();
                scorer = null;
            }
            partition.close();
            partition = null;
            partitionMetrics.waiting(0);
        }
    }
}
