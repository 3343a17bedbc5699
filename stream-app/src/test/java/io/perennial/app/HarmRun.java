// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.guard.Transition;
import io.perennial.adaptation.method.Held;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.method.StepReport;
import io.perennial.digits.DigitEvent;
import io.perennial.evaluate.Recording;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.score.Learner;
import io.perennial.score.PartitionModels;
import io.perennial.score.ScoredBatch;
import io.perennial.score.Steps;
import io.perennial.tensor.MicroBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What was said of each event of a stream, by whom, and what the guard did. */
final class HarmRun {

    static final int BATCH = 64;

    /** Who says something of an event: the frozen source, the method by itself, and what is published. */
    enum Voice {
        SOURCE,
        OWN,
        PUBLISHED
    }

    /**
     * A batch.
     *
     * @param guard before it
     * @param published who answers
     * @param held why the method did not learn; null where it did. Where it suspects a single class, it has the source answer itself
     * @param transitions of the guard at its end
     */
    record Told(GuardState guard, ServedBy published, Held held, List<Transition> transitions) {}

    private final int[] labels;
    private final Map<Voice, int[]> said = new EnumMap<>(Voice.class);
    private final List<Told> batches = new ArrayList<>();

    private HarmRun(int events) {
        labels = new int[events];
        for (Voice voice : Voice.values()) {
            said.put(voice, new int[events]);
        }
    }

    static HarmRun of(PartitionModels models, List<DigitEvent> stream) {
        HarmRun run = new HarmRun(stream.size());
        try (Learner learner = models.open(0)) {
            for (int from = 0; from < stream.size(); from += BATCH) {
                run.batch(learner, models.bundle().input().shape(), stream, from);
            }
        }
        return run;
    }

    private void batch(Learner learner, int[] shape, List<DigitEvent> stream, int from) {
        List<Event> events = new ArrayList<>();
        for (int i = from; i < Math.min(from + BATCH, stream.size()); i++) {
            labels[i] = stream.get(i).label();
            Origin origin = new Origin("digits", 0, i, i, null, new RecordHeaders());
            events.add(new Event(origin.coordinates(), stream.get(i).values(), origin));
        }
        GuardState guard = learner.guardState();
        ScoredBatch scored = Steps.score(learner, MicroBatch.of(events, shape));
        try (var owned = scored.scored()) {
            for (int i = 0; i < events.size(); i++) {
                said.get(Voice.SOURCE)[from + i] = scored.source().label(i);
                said.get(Voice.OWN)[from + i] = owned.own().probabilities().label(i);
                said.get(Voice.PUBLISHED)[from + i] = owned.probabilities().label(i);
            }
            StepReport report = learner.adapt(scored);
            batches.add(new Told(guard, owned.servedBy(), report.held(), report.transitions()));
        }
    }

    /** In percent of the labelled events from one place of the stream to another; 0 where none is labelled. */
    double error(Voice voice, int from, int to) {
        int wrong = 0;
        int known = 0;
        for (int i = from; i < to; i++) {
            if (labels[i] != Recording.UNKNOWN) {
                known++;
                wrong += said.get(voice)[i] == labels[i] ? 0 : 1;
            }
        }
        return known == 0 ? 0 : 100.0 * wrong / known;
    }

    /** By how many points what was published is worse than the source on the very same events. */
    double cost(int from, int to) {
        return error(Voice.PUBLISHED, from, to) - error(Voice.SOURCE, from, to);
    }

    int size() {
        return labels.length;
    }

    List<Told> batches() {
        return batches;
    }

    /** The most batches in a row that the guard answers by the source before it opens. */
    int hesitation() {
        int most = 0;
        int now = 0;
        for (Told batch : batches) {
            boolean against = batch.guard() == GuardState.CLOSED
                    && batch.held() != Held.SINGLE_CLASS
                    && batch.published() == ServedBy.SOURCE;
            now = against ? now + 1 : 0;
            most = Math.max(most, now);
        }
        return most;
    }

    /** Batch and reason of each time that the guard opened. */
    List<String> openings() {
        List<String> all = new ArrayList<>();
        for (int batch = 0; batch < batches.size(); batch++) {
            for (Transition transition : batches.get(batch).transitions()) {
                if (transition.to() == GuardState.OPEN) {
                    all.add(batch + " " + transition.reason().tag());
                }
            }
        }
        return all;
    }
}
