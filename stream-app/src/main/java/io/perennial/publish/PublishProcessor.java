// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.Happenings;
import io.perennial.observe.PartitionMetrics;
import io.perennial.observe.PerennialMetrics;
import io.perennial.observe.QualityMetrics;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.record.Outgoing;
import io.perennial.score.ScoredBatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Node {@code publish}: one prediction and one uncertainty record for every event of a batch, with the event's own key,
 * headers and time. Where labels come, they meet their predictions here, and what they say leaves window by window.
 */
public final class PublishProcessor extends ContextualProcessor<byte[], Object, byte[], Outgoing> {

    /** The children, for the topology. */
    public static final String PREDICTIONS = "predictions";

    public static final String UNCERTAINTY = "uncertainty";

    public static final String QUALITY = "quality";

    /** Names the event in every record that leaves. */
    public static final String EVENT_ID = "perennial-event-id";

    private static final Header CONTENT_TYPE =
            new RecordHeader("content-type", "application/json".getBytes(StandardCharsets.UTF_8));
    private static final Set<String> REPLACED = Set.of(EVENT_ID, CONTENT_TYPE.key(), "shape");
    private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);

    private final PublishOptions options;
    private final PerennialMetrics metrics;
    private final boolean joinsLabels;
    private LabelJoin labels;
    private QualityBoard board;
    private PartitionMetrics partition;

    /** @param joinsLabels whether predictions wait for their labels in the {@link LabelJoin#STORE} store */
    public PublishProcessor(PublishOptions options, PerennialMetrics metrics, boolean joinsLabels) {
        this.options = options;
        this.metrics = metrics;
        this.joinsLabels = joinsLabels;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> context) {
        super.init(context);
        int number = context.taskId().partition();
        board = new QualityBoard(new QualityStore(context.getStateStore(QualityStore.NAME)), options);
        metrics.quality().watch(number, board);
        partition = metrics.partition(number);
        labels = null;
        if (joinsLabels) {
            labels = new LabelJoin(context.getStateStore(LabelJoin.STORE), options.retention(), this::count);
            context.schedule(EXPIRE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::expire);
        }
    }

    @Override
    public void process(Record<byte[], Object> record) {
        if (record.value() instanceof Label label) {
            judge(labels.labelled(label.id(), label.label(), context().currentSystemTimeMs()));
        } else {
            publish((ScoredBatch) record.value());
        }
        board.saveJudged();
    }

    private void publish(ScoredBatch batch) {
        long now = context().currentSystemTimeMs();
        try (Answers answers = answers(batch, now)) {
            answers.begin(batch.learner());
            List<Event> events = batch.batch().events();
            for (int i = 0; i < events.size(); i++) {
                send(events.get(i), answers.prediction(i), answers.uncertainty(i));
                partition.published(now - events.get(i).origin().timestamp());
            }
        }
        board.savePredicted();
        metrics.happenings().predicted(told(batch));
    }

    private void send(Event event, byte[] prediction, byte[] uncertainty) {
        Record<byte[], Outgoing> answer = answer(event, prediction);
        context().forward(answer, PREDICTIONS);
        Outgoing certainty = new Outgoing(uncertainty, event.origin().partition());
        context().forward(answer.withValue(certainty), UNCERTAINTY);
    }

    /** What is said of each event; each is counted before the next one is looked at. */
    private Answers answers(ScoredBatch batch, long now) {
        List<Event> events = batch.batch().events();
        Answers answers = new Answers(options.encoder(), events.size());
        Calibrated calibrated = Calibrated.of(batch, options);
        int wanted = metrics.happenings().eventsWanted();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            Prediction prediction = prediction(event, batch, calibrated, i);
            boolean abstains = prediction.confidence() < options.abstainBelow()
                    || board.abstains(prediction.confidence())
                    || batch.scored().abstained(i);
            float threshold = labels == null ? Float.NaN : board.setThreshold();
            Uncertainty uncertainty = uncertainty(event, batch, calibrated, i, abstains, threshold);
            answers.set(i, prediction, uncertainty);
            partition.uncertain(uncertainty.entropy(), uncertainty.disagreesWithSource());
            if (abstains) {
                metrics.quality().abstained();
            }
            if (i < wanted) {
                metrics.happenings().seen(seen(event, prediction, uncertainty));
            }
            estimate(event, batch, calibrated, i);
            if (labels != null) {
                judge(labels.predicted(
                        event.id(),
                        calibrated.unjudged(event, batch, i, prediction.label(), threshold, abstains),
                        now));
            }
        }
        return answers;
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
                batch.unasked());
    }

    private Prediction prediction(Event event, ScoredBatch batch, Calibrated calibrated, int i) {
        int label = batch.scored().probabilities().label(i); // a temperature may make the two best alike
        int sourceLabel = batch.source() == null ? -1 : batch.source().label(i);
        var model = batch.learner().served();
        return new Prediction(
                event.id(),
                label,
                model.labels().get(label),
                calibrated.published().row(i),
                calibrated.published().at(i, label),
                sourceLabel,
                sourceLabel < 0 ? Float.NaN : calibrated.source().at(i, sourceLabel),
                batch.scored().servedBy().tag(),
                model.name(),
                model.version(),
                batch.version().step(),
                batch.version().lineage());
    }

    private Uncertainty uncertainty(
            Event event, ScoredBatch batch, Calibrated calibrated, int i, boolean abstains, float threshold) {
        Scored scored = batch.scored();
        Probabilities published = calibrated.published();
        Probabilities source = calibrated.source();
        boolean sets = !Float.isNaN(threshold);
        return new Uncertainty(
                event.id(),
                published.entropy(i),
                published.margin(i),
                scored.mutualInformation(i),
                scored.studentDivergence(i),
                source != null
                        && batch.source().label(i) != scored.probabilities().label(i),
                source == null ? Float.NaN : published.divergence(source, i),
                scored.views(i),
                abstains,
                sets ? Calibrated.set(published, i, threshold) : null,
                sets ? (float) board.level() : Float.NaN,
                scored.servedBy().tag(),
                batch.version().step(),
                batch.version().lineage());
    }

    private void estimate(Event event, ScoredBatch batch, Calibrated calibrated, int i) {
        EstimateSums ended = board.predicted(
                calibrated.published(),
                calibrated.source(),
                i,
                event.origin().timestamp(),
                batch.version().step(),
                batch.learner().served().calibration());
        if (ended != null && labels != null) {
            int from = context().taskId().partition();
            tell(
                    QualityJson.estimate(from, ended, board.ownAccuracy(), board.labelled()),
                    ended.span().toTime());
        }
    }

    /** @param event with its truth; null where there is none */
    private void judge(Judged event) {
        LabelledSums ended = event == null ? null : board.judged(event);
        if (ended != null) {
            int from = context().taskId().partition();
            tell(
                    QualityJson.labelled(from, ended, board.level(), board.labels()),
                    ended.span().toTime());
        }
    }

    private void count(QualityMetrics.Label outcome) {
        board.label(outcome);
        metrics.quality().label(outcome);
    }

    private void expire(long now) {
        labels.expire(now);
        board.saveJudged();
    }

    private void tell(byte[] json, long time) {
        Outgoing outgoing = new Outgoing(json, context().taskId().partition());
        Headers headers = new RecordHeaders().add(CONTENT_TYPE);
        context().forward(new Record<>(null, outgoing, Math.max(0, time), headers), QUALITY);
    }

    /** The event's headers but those that describe its payload; sinks only read them, so both records may have them. */
    private static Record<byte[], Outgoing> answer(Event event, byte[] value) {
        Origin origin = event.origin();
        Headers headers = new RecordHeaders();
        for (Header header : origin.headers()) {
            if (!REPLACED.contains(header.key())) {
                headers.add(header);
            }
        }
        headers.add(EVENT_ID, event.id().getBytes(StandardCharsets.UTF_8)).add(CONTENT_TYPE);
        return new Record<>(
                origin.key(), new Outgoing(value, origin.partition()), Math.max(0, origin.timestamp()), headers);
    }

    @Override
    public void close() {
        if (board != null) {
            metrics.quality().release(context().taskId().partition(), board);
        }
    }
}
