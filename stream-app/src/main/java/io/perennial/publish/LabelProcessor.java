// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.DeadLetter;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Outgoing;
import io.perennial.record.RecordProcessor;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Node {@code join-labels}: delayed truth from the optional labels topic, on its way to the predictions it belongs to. */
public final class LabelProcessor extends ContextualProcessor<byte[], byte[], byte[], Object> {

    private static final Logger log = LoggerFactory.getLogger(LabelProcessor.class);

    private final LabelDecoder decoder;
    private final PerennialMetrics metrics;
    private final String publish;
    private PartitionMetrics partition;

    /** @param publish name of the node that gets them */
    public LabelProcessor(LabelDecoder decoder, PerennialMetrics metrics, String publish) {
        this.decoder = decoder;
        this.metrics = metrics;
        this.publish = publish;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        super.init(context);
        partition = metrics.partition(context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        Origin origin =
                new Origin(at.topic(), at.partition(), at.offset(), record.timestamp(), record.key(), record.headers());
        try {
            Label label = decoder.decode(record.value(), origin);
            context().forward(record.withValue(label), publish);
        } catch (EventRefused refused) {
            partition.refusedLabel(refused.refusal());
            log.warn("dead letter: {}", refused.getMessage());
            DeadLetter letter = DeadLetter.of(record.value(), origin, refused);
            metrics.happenings().refused(letter.told());
            Outgoing outgoing = new Outgoing(letter.value(), at.partition());
            context().forward(record.withHeaders(letter.headers()).withValue(outgoing), RecordProcessor.DEAD_LETTER);
        }
    }
}
