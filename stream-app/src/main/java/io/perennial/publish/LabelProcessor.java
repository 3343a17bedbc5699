// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.DeadLetter;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import io.perennial.record.Outgoing;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Node {@code labels}: delayed truth from the optional labels topic, joined with the predictions it belongs to. */
public final class LabelProcessor extends ContextualProcessor<byte[], byte[], byte[], Outgoing> {

    private static final Logger log = LoggerFactory.getLogger(LabelProcessor.class);

    private final LabelDecoder decoder;
    private final PerennialMetrics metrics;
    private LabelJoin labels;
    private PartitionMetrics partition;

    public LabelProcessor(LabelDecoder decoder, PerennialMetrics metrics) {
        this.decoder = decoder;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        super.init(context);
        labels = new LabelJoin(context.getStateStore(LabelJoin.STORE), metrics);
        partition = metrics.partition(context.taskId().partition());
        context.schedule(Duration.ofMinutes(1), PunctuationType.WALL_CLOCK_TIME, labels::expire);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata at = context().recordMetadata().orElseThrow();
        Origin origin =
                new Origin(at.topic(), at.partition(), at.offset(), record.timestamp(), record.key(), record.headers());
        try {
            Label label = decoder.decode(record.value(), origin);
            labels.labelled(label.id(), label.label(), context().currentSystemTimeMs());
        } catch (EventRefused refused) {
            partition.refused(refused.refusal());
            log.warn("dead letter: {}", refused.getMessage());
            DeadLetter letter = DeadLetter.of(record.value(), origin, refused);
            metrics.happenings().refused(letter.told());
            Outgoing outgoing = new Outgoing(letter.value(), at.partition());
            context().forward(record.withHeaders(letter.headers()).withValue(outgoing));
        }
    }
}
