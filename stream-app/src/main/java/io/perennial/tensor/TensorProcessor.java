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

/**
 * Node {@code tensor}: collects events into micro-batches, closed by size or by time, whichever comes first. Where events are
 * answered on arrival each goes on alone first, and its batch later, to be learned from; it waits in the store until it has been.
 */
public final class TensorProcessor implements Processor<byte[], Event, byte[], MicroBatch> {

    /** The pending store; its name is for ever. */
    public static final String STORE = "pending";

    private final int[] eventShape;
    private final int batchSize;
    private final Duration maxWait;
    private final boolean immediate;
    private final PerennialMetrics metrics;
    private ProcessorContext<byte[], MicroBatch> context;
    private PendingEvents pending;
    private PartitionMetrics partition;
    /** Whether what a predecessor left may have been meant for the other mode. */
    private boolean begins;

    /**
     * @param eventShape of the model's input, without the batch dimension
     * @param batchSize at least 1
     * @param maxWait the longest that an event waits for its batch to fill
     * @param immediate whether events are answered on arrival
     */
    public TensorProcessor(
            int[] eventShape, int batchSize, Duration maxWait, boolean immediate, PerennialMetrics metrics) {
        this.eventShape = eventShape.clone();
        this.batchSize = batchSize;
        this.maxWait = maxWait;
        this.immediate = immediate;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], MicroBatch> context) {
        this.context = context;
        partition = metrics.partition(context.taskId().partition());
        pending = new PendingEvents(context.getStateStore(STORE));
        begins = true;
        // A quarter of the wait: no event is held for longer than 1.25 times maxWait.
        long interval = Math.max(1, maxWait.toMillis() / 4);
        context.schedule(Duration.ofMillis(interval), PunctuationType.WALL_CLOCK_TIME, this::flushWhenDue);
    }

    @Override
    public void process(Record<byte[], Event> record) {
        begin();
        Event event = record.value();
        if (immediate) {
            answer(event);
        }
        pending.add(event, context.currentSystemTimeMs());
        if (pending.size() >= batchSize) {
            flush(PartitionMetrics.Trigger.SIZE);
        }
    }

    private void flushWhenDue(long now) {
        begin();
        if (pending.size() > 0 && pending.age(now) >= maxWait.toMillis()) {
            flush(PartitionMetrics.Trigger.TIME);
        }
    }

    /** What waits from before is answered once, whichever mode it came in. */
    private void begin() {
        if (!begins) {
            return;
        }
        begins = false;
        if (immediate) {
            if (!pending.areAnswered()) {
                pending.events().forEach(this::answer);
                pending.answered(true);
            }
            while (pending.size() >= batchSize) {
                learn(batchSize);
            }
        } else if (pending.areAnswered()) {
            while (pending.size() > 0) {
                learn(Math.min(batchSize, pending.size()));
            }
            pending.answered(false);
        }
    }

    private void answer(Event event) {
        forward(MicroBatch.alone(event, eventShape));
    }

    private void flush(PartitionMetrics.Trigger trigger) {
        partition.flushed(trigger);
        if (immediate) {
            learn(pending.size());
        } else {
            forward(MicroBatch.of(pending.drain(), eventShape));
        }
    }

    private void learn(int count) {
        PendingEvents.Taken taken = pending.take(count);
        forward(MicroBatch.answered(taken.events(), eventShape, () -> pending.forget(taken)));
    }

    private void forward(MicroBatch batch) {
        long newest = batch.events().stream()
                .mapToLong(event -> event.origin().timestamp())
                .max()
                .orElseThrow();
        context.forward(new Record<>(null, batch, Math.max(0, newest)));
    }
}
