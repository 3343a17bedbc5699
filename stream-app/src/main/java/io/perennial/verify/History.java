// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import io.perennial.score.WeightsVersion;
import io.perennial.verify.Violation.Kind;
import java.util.List;
import java.util.Set;

/**
 * The weights that answered, one after the other. A step may be taken back by a command, by a newer bundle, and by a crash where
 * weights are not written with every step.
 */
final class History {

    private final long mayGoBack;
    private final boolean everyStep;
    private long step = -1;
    private long wentBack;

    /**
     * @param mayGoBack steps that a crash may take back
     * @param everyStep whether each batch was learned from, on its own and in the order of the answers: then its lineage
     *     follows from the one before and the events of the batch
     */
    History(long mayGoBack, boolean everyStep) {
        this.mayGoBack = mayGoBack;
        this.everyStep = everyStep;
    }

    long step() {
        return step;
    }

    long wentBack() {
        return wentBack;
    }

    /** @param about of each uncertainty the index of its event, -1 for none */
    void check(PartitionTopics topics, EventsSeen events, int[] about, List<Violation> violations) {
        List<Answer> answers = topics.uncertainties();
        int begin = 0;
        for (int i = 1; i <= answers.size(); i++) {
            Answer last = answers.get(i - 1);
            if (i == answers.size()) {
                step = last.step();
            } else if (!sameWeights(last, answers.get(i))) {
                String wrong = wrong(topics.lineages(), last, answers.get(i));
                if (wrong != null) {
                    violations.add(violation(Kind.WENT_BACK, topics, events, about, i, wrong));
                } else if (everyStep
                        && !topics.lineages().contains(answers.get(i).lineage())) {
                    link(topics, events, about, begin, i, violations);
                }
                begin = i;
            }
        }
    }

    /** Null where the weights may follow. */
    private String wrong(Set<String> asked, Answer last, Answer next) {
        if (next.step() > last.step() || asked.contains(next.lineage())) {
            return null;
        }
        // A step that is learned again from other events has the number that it had, and another lineage.
        long back = Math.max(1, last.step() - next.step());
        wentBack = Math.max(wentBack, back);
        return back <= mayGoBack ? null : "answers after " + named(last);
    }

    private static void link(
            PartitionTopics topics, EventsSeen events, int[] about, int begin, int next, List<Violation> violations) {
        Answer last = topics.uncertainties().get(next - 1);
        if (about[begin] < 0 || about[next - 1] < 0) {
            return; // told already: it belongs to no event
        }
        WeightsVersion expected = new WeightsVersion(last.step(), last.lineage())
                .after(next - begin, events.place(about[begin]), events.place(about[next - 1]), last.step() + 1);
        Answer got = topics.uncertainties().get(next);
        if (got.step() != expected.step() || !got.lineage().equals(expected.lineage())) {
            violations.add(violation(
                    Kind.UNLINKED,
                    topics,
                    events,
                    about,
                    next,
                    "does not follow from " + named(last) + " and its " + (next - begin) + " events, expected "
                            + expected.lineage()));
        }
    }

    private static Violation violation(
            Kind kind, PartitionTopics topics, EventsSeen events, int[] about, int i, String what) {
        Answer answer = topics.uncertainties().get(i);
        String place = topics.names().uncertainty() + "-" + topics.partition() + "-"
                + answer.mark().offset();
        long near = about[i] < 0 ? topics.firstEvent() : events.get(about[i]).offset();
        return new Violation(kind, topics.partition(), near, place + ": " + named(answer) + " " + what);
    }

    private static String named(Answer answer) {
        return "step " + answer.step() + " (" + answer.lineage() + ")";
    }

    private static boolean sameWeights(Answer one, Answer other) {
        return one.step() == other.step() && one.lineage().equals(other.lineage());
    }
}
