// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.Happenings;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.record.Outgoing;
import io.perennial.score.ScoredBatch;
import io.perennial.score.ServedModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Node {@code publish}: one prediction and one uncertainty record for every event of a batch, with the event's own key,
 * headers and time.
 */
public final class PublishProcessor extends ContextualProcessor<byte[], ScoredBatch, byte[], Outgoing> {

    /** The children, for the topology. */
    public static final String PREDICTIONS = "predictions";

    public static final String UNCERTAINTY = "uncertainty";

    /** Names the event in every record that leaves. */
    public static final String EVENT_ID = "perennial-event-id";

    private final PredictionEncoder encoder;
    private final float abstainBelow;
    private final PerennialMetrics metrics;
    private final boolean joinsLabels;
    private LabelJoin labels;
    private PartitionMetrics partition;

    /**
     * @param abstainBelow confidence under which a prediction is flagged as not to be relied on
     * @param joinsLabels whether predictions wait for their labels in the {@link LabelJoin#STORE} store
     */
    public PublishProcessor(
            PredictionEncoder encoder, float abstainBelow, PerennialMetrics metrics, boolean joinsLabels) {
        this.encoder = encoder;
        this.abstainBelow = abstainBelow;
        this.metrics = metrics;
        this.joinsLabels = joinsLabels;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        super.init(context);
        labels = joinsLabels ? new LabelJoin(context.getStateStore(LabelJoin.STORE), metrics) : null;
        partition = metrics.partition(context.taskId().partition());
    }

    @Override
    public void process(Record<byte[], ScoredBatch> record) {
        ScoredBatch batch = record.value();
        List<Event> events = batch.batch().events();
        long now = context().currentSystemTimeMs();
        int wanted = metrics.happenings().eventsWanted();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Prediction prediction = prediction(event, batch, i);
            Uncertainty uncertainty = uncertainty(event, batch, i);
            forward(event, encoder.encode(prediction), PREDICTIONS);
            forward(event, UncertaintyJson.encode(uncertainty), UNCERTAINTY);
            if (labels != null) {
                labels.predicted(event.id(), prediction.label(), prediction.sourceLabel(), now);
            }
            partition.uncertain(uncertainty.entropy(), uncertainty.disagreesWithSource());
            partition.published(now - event.origin().timestamp());
            if (i < wanted) {
                metrics.happenings().seen(seen(event, prediction, uncertainty));
            }
        }
        metrics.happenings().predicted(told(batch));
    }

    private static Happenings.Seen seen(Event event, Prediction prediction, Uncertainty uncertainty) {
        return new Happenings.Seen(
                event.id(),
                event.values(),
                prediction.name(),
                prediction.confidence(),
                uncertainty.entropy(),
                uncertainty.disagreesWithSource(),
                uncertainty.abstain());
    }

    private Happenings.Batch told(ScoredBatch batch) {
        return new Happenings.Batch(
                context().taskId().partition(),
                batch.learner().served().id(),
                batch.version().step(),
                batch.version().lineage(),
                batch.scored().servedBy().tag(),
                batch.learner().adapts());
    }

    private Prediction prediction(Event event, ScoredBatch batch, int i) {
        Probabilities published = batch.scored().probabilities();
        Probabilities source = batch.source();
        int label = published.label(i);
        int sourceLabel = source == null ? -1 : source.label(i);
        ServedModel model = batch.learner().served();
        return new Prediction(
                event.id(),
                label,
                model.labels().get(label),
                published.row(i),
                published.at(i, label),
                sourceLabel,
                source == null ? Float.NaN : source.at(i, sourceLabel),
                batch.scored().servedBy().tag(),
                model.name(),
                model.version(),
                batch.version().step(),
                batch.version().lineage());
    }

    private Uncertainty uncertainty(Event event, ScoredBatch batch, int i) {
        Scored scored = batch.scored();
        Probabilities published = scored.probabilities();
        Probabilities source = batch.source();
        return new Uncertainty(
                event.id(),
                published.entropy(i),
                published.margin(i),
                scored.mutualInformation(i),
                scored.studentDivergence(i),
                source != null && source.label(i) != published.label(i),
                source == null ? Float.NaN : published.divergence(source, i),
                scored.views(i),
                published.confidence(i) < abstainBelow || scored.abstained(i),
                scored.servedBy().tag(),
                batch.version().step(),
                batch.version().lineage());
    }

    private void forward(Event event, byte[] value, String node) {
        Origin origin = event.origin();
        // Copied, since Kafka Streams shares the headers among the children of a node.
        Headers headers = new RecordHeaders(origin.headers());
        Outgoing outgoing = new Outgoing(value, origin.partition());
        headers.remove(EVENT_ID).remove("content-type").remove("shape");
        headers.add(EVENT_ID, event.id().getBytes(StandardCharsets.UTF_8));
        headers.add("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
        context().forward(new Record<>(origin.key(), outgoing, Math.max(0, origin.timestamp()), headers), node);
    }
}
