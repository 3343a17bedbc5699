// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.score.WeightsVersion;
import io.perennial.topology.Topics;
import io.perennial.verify.Violation.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A partition whose application kept its word, and the same with one thing wrong. */
class PartitionCheckPropertyTest {

    private static final Topics NAMES = new Topics("e", null, "p", "u", "drift", "dead");
    private static final int BATCH = 4;

    /** What a partition holds, free to be changed. */
    private static final class Draft {
        final List<Mark> events = new ArrayList<>();
        final List<Answer> predictions = new ArrayList<>();
        final List<Answer> uncertainties = new ArrayList<>();
        final List<Answer> letters = new ArrayList<>();
        final Set<String> lineages = new HashSet<>();

        /** Events with an id in a header, with one in the payload, and without; one in eight refused; the offsets have gaps. */
        Draft(long seed, int size) {
            SplittableRandom random = new SplittableRandom(seed);
            WeightsVersion version = new WeightsVersion(0, "source");
            List<Mark> batch = new ArrayList<>();
            long offset = 0;
            for (int i = 0; i < size; i++) {
                offset += 1 + random.nextInt(2);
                int kind = random.nextInt(3);
                Mark event = mark(offset, i, kind == 0 ? "id-" + i : null);
                events.add(event);
                if (random.nextInt(8) == 0) {
                    letters.add(Answer.deadLetter(
                            new Mark(letters.size(), i, event.id(), event.print(), event.body()), offset));
                    continue;
                }
                String id = kind == 0 ? event.id() : kind == 1 ? "payload-" + i : "e-0-" + offset;
                Mark answer = mark(predictions.size(), i, id);
                predictions.add(Answer.prediction(answer));
                uncertainties.add(Answer.uncertainty(answer, version.step(), version.lineage()));
                batch.add(event);
                if (batch.size() == BATCH) {
                    version = version.after(
                            BATCH,
                            "e-0-" + batch.get(0).offset(),
                            "e-0-" + batch.get(BATCH - 1).offset(),
                            version.step() + 1);
                    batch.clear();
                }
            }
        }

        Verdict check(long mayGoBack, boolean everyStep, boolean trimmed, long firstEvent) {
            return PartitionCheck.of(
                    new PartitionTopics(
                            NAMES, 0, events, predictions, uncertainties, letters, firstEvent, trimmed, lineages),
                    new History(mayGoBack, everyStep));
        }

        Verdict check() {
            return check(0, true, false, 0);
        }
    }

    private static Mark mark(long offset, long time, String id) {
        return new Mark(offset, time, id, new byte[] {(byte) time, (byte) (time >> 8)}, (int) time);
    }

    @Property
    void findsNothingWhereNothingIsWrong(@ForAll long seed, @ForAll @IntRange(max = 60) int size) {
        Verdict verdict = new Draft(seed, size).check();
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.events()).isEqualTo(size);
        assertThat(verdict.predictions() + verdict.deadLetters()).isEqualTo(size);
        assertThat(verdict.waiting()).isZero();
    }

    @Property
    void namesTheEventThatWasLost(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        int lost = new SplittableRandom(seed).nextInt(draft.predictions.size() - 1);
        Answer gone = draft.predictions.remove(lost);
        draft.uncertainties.remove(lost);
        Verdict verdict = draft.check(0, false, false, 0);
        assertThat(verdict.count(Kind.LOST)).isEqualTo(2); // on either topic
        assertThat(verdict.violations()).hasSize(2);
        assertThat(verdict.first().orElseThrow().near()).isEqualTo(offset(draft, gone));
    }

    @Property
    void namesTheEventThatWasAnsweredTwice(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        SplittableRandom random = new SplittableRandom(seed);
        int answered = random.nextInt(draft.predictions.size());
        Answer twice = draft.predictions.get(answered);
        draft.predictions.add(random.nextInt(answered + 1, draft.predictions.size() + 1), twice);
        Verdict verdict = draft.check();
        assertThat(verdict.violations()).extracting(Violation::kind).containsOnly(Kind.DUPLICATED);
        assertThat(verdict.first().orElseThrow().near()).isEqualTo(offset(draft, twice));
    }

    @Property
    void seesThatOutcomesAreOutOfOrder(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        int at = new SplittableRandom(seed).nextInt(draft.predictions.size() - 1);
        Collections.swap(draft.predictions, at, at + 1);
        assertThat(draft.check().violations()).extracting(Violation::kind).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Property
    void seesOutcomesOfNoEvent(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        int at = new SplittableRandom(seed).nextInt(draft.predictions.size());
        draft.predictions.add(at, Answer.prediction(mark(0, 10_000, "nobody's")));
        draft.letters.add(Answer.deadLetter(mark(0, 10_000, null), 1_000_000));
        assertThat(draft.check().violations()).extracting(Violation::kind).containsExactly(Kind.UNKNOWN, Kind.UNKNOWN);
    }

    @Property
    void seesThatKeyHeadersOrTimeAreOthers(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        // One that is known by its id: of another nobody could say whose it is.
        for (int i = 0; i < draft.predictions.size(); i++) {
            Mark mark = draft.predictions.get(i).mark();
            if (!mark.id().startsWith("payload")) {
                draft.predictions.set(i, Answer.prediction(mark(mark.offset(), mark.time() + 1_000, mark.id())));
                assertThat(draft.check().violations())
                        .extracting(Violation::kind)
                        .containsExactly(Kind.CHANGED);
                return;
            }
        }
    }

    @Property
    void saysHowManyEventsStillWait(@ForAll long seed, @ForAll @IntRange(min = 20, max = 60) int size) {
        Draft draft = new Draft(seed, size);
        long last = draft.events.get(size - 1).offset();
        for (int i = 0; i < 3; i++) {
            draft.events.add(mark(last + 1 + i, size + i, null));
        }
        Verdict verdict = draft.check();
        assertThat(verdict.waiting()).isEqualTo(3);
        assertThat(verdict.violations()).isEmpty();
    }

    @Property
    void judgesOnlyWhatTheTopicsStillHold(
            @ForAll long seed,
            @ForAll @IntRange(min = 30, max = 60) int size,
            @ForAll @IntRange(min = 1, max = 10) int gone,
            @ForAll boolean eventsGo) {
        Draft draft = new Draft(seed, size);
        long first = 0;
        if (eventsGo) {
            draft.events.subList(0, gone).clear();
            first = draft.events.get(0).offset();
        } else {
            draft.predictions.subList(0, gone).clear();
            draft.uncertainties.subList(0, gone).clear();
            long kept = offset(draft, draft.predictions.get(0));
            draft.letters.removeIf(letter -> letter.origin() < kept);
        }
        Verdict verdict = draft.check(0, false, !eventsGo, first);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.unjudged()).isPositive();
    }

    @Property
    void followsWeightsBackOnlyAsFarAsTheyMayGo(@ForAll @IntRange(min = 1, max = 4) int back) {
        Draft draft = new Draft(1, 60);
        takeBack(draft, back);
        assertThat(draft.check(back, false, false, 0).violations()).isEmpty();
        assertThat(draft.check(back, false, false, 0).wentBack()).isEqualTo(back);
        assertThat(draft.check(back - 1, false, false, 0).violations())
                .extracting(Violation::kind)
                .containsExactly(Kind.WENT_BACK);
        draft.lineages.add("again");
        assertThat(draft.check(0, false, false, 0).violations()).isEmpty();
    }

    @Example
    void seesWeightsThatDoNotFollowFromTheirBatch() {
        Draft draft = new Draft(1, 60);
        int end = draft.uncertainties.size();
        Answer last = draft.uncertainties.get(end - 1);
        for (int i = end - 1; i >= 0 && draft.uncertainties.get(i).step() == last.step(); i--) {
            draft.uncertainties.set(
                    i, Answer.uncertainty(draft.uncertainties.get(i).mark(), last.step(), "of other events"));
        }
        assertThat(draft.check().violations()).extracting(Violation::kind).containsExactly(Kind.UNLINKED);
        assertThat(draft.check(0, false, false, 0).violations()).isEmpty();
    }

    /** The last answers are of so many steps before. */
    private static void takeBack(Draft draft, int back) {
        int end = draft.uncertainties.size();
        long reached = draft.uncertainties.get(end - 3).step();
        for (int i = end - 2; i < end; i++) {
            draft.uncertainties.set(
                    i, Answer.uncertainty(draft.uncertainties.get(i).mark(), reached - back, "again"));
        }
    }

    private static long offset(Draft draft, Answer answer) {
        return draft.events.get((int) answer.mark().time()).offset();
    }
}
