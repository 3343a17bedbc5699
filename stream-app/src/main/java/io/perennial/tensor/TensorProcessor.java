// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Event;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Node {@code tensor}: collects events into micro-batches, closed by size or by time, whichever comes first. */
public final class TensorProcessor implements Processor<byte[], Event, byte[], MicroBatch> {

    /** The pending store; its name is for ever. */
    public static final String STORE = "pending";

    private final int[] eventShape;
    private final int batchSize;
    private final Duration maxWait;
    private final PerennialMetrics metrics;
    private ProcessorContext<byte[], MicroBatch> context;
    private PendingEvents pending;
    private PartitionMetrics partition;

    /**
     * @param eventShape of the model's input, without the batch dimension
     * @param batchSize at least 1
     * @param maxWait the longest that an event waits for its batch to fill
     */
    public TensorProcessor(int[] eventShape, int batchSize, Duration maxWait, PerennialMetrics metrics) {
        this.eventShape = eventShape.clone();
        this.batchSize = batchSize;
        this.maxWait = maxWait;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], MicroBatch> context) {
        this.context = context;
        partition = metrics.partition(context.taskId().partition());
        pending = new PendingEvents(context.getStateStore(STORE));
        // A quarter of the wait: no event is held for longer than 1.25 times maxWait.
        long interval = Math.max(1, maxWait.toMillis() / 4);
        context.schedule(Duration.ofMillis(interval), PunctuationType.WALL_CLOCK_TIME, this::flushWhenDue);
    }

    @Override
    public void process(Record<byte[], Event> record) {
        pending.add(record.value(), context.currentSystemTimeMs());
        if (pending.size() >= batchSize) {
            flush(PartitionMetrics.Trigger.SIZE);
        }
    }

    private void flushWhenDue(long now) {
        if (pending.size() > 0 && pending.age(now) >= maxWait.toMillis()) {
            flush(PartitionMetrics.Trigger.TIME);
        }
    }

    private void flush(PartitionMetrics.Trigger trigger) {
        MicroBatch batch = MicroBatch.of(pending.drain(), eventShape);
        long newest = batch.events().stream()
                .mapToLong(event -> event.origin().timestamp())
                .max()
                .orElseThrow();
        partition.flushed(trigger);
        context.forward(new Record<>(null, batch, Math.max(0, newest)));
    }
}
