// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Node {@code record}: decodes and checks an event. A bad one goes to the dead-letter topic with its bytes untouched; the
 * stream goes on.
 */
public final class RecordProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {

    /** The child that gets what was refused. */
    public static final String DEAD_LETTER = "dead-letter";

    private static final Logger log = LoggerFactory.getLogger(RecordProcessor.class);

    private final EventDecoder decoder;
    private final PerennialMetrics metrics;
    private final String valid;
    private PartitionMetrics partition;
    private RefusedCounts counts;

    /** @param valid name of the child that gets valid events */
    public RecordProcessor(EventDecoder decoder, PerennialMetrics metrics, String valid) {
        this.decoder = decoder;
        this.metrics = metrics;
        this.valid = valid;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        partition = metrics.partition(context.taskId().partition());
        counts = new RefusedCounts(context.getStateStore(RefusedCounts.STORE));
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        Origin origin =
                new Origin(at.topic(), at.partition(), at.offset(), record.timestamp(), record.key(), record.headers());
        try {
            Event event = decoder.decode(record.value(), origin);
            partition.received();
            context().forward(record.withValue(event), valid);
        } catch (EventRefused refused) {
            partition.refused(refused.refusal());
            counts.add(refused.refusal(), record.timestamp());
            log.warn("dead letter: {}", refused.getMessage());
            DeadLetter letter = DeadLetter.of(record.value(), origin, refused);
            metrics.happenings().refused(letter.told());
            Outgoing outgoing = new Outgoing(letter.value(), at.partition());
            context().forward(record.withHeaders(letter.headers()).withValue(outgoing), DEAD_LETTER);
        }
    }
}
