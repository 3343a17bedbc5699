// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import io.perennial.verify.Violation.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of the events of one partition: of every event one dead letter, or one prediction and one uncertainty, with its
 * key, headers and time, in the order of the events.
 */
final class PartitionCheck {

    private final PartitionTopics topics;
    private final int partition;
    private final EventsSeen events;
    private final boolean[] refused;
    private final List<Violation> violations = new ArrayList<>();
    private long unjudged;
    /** The first event that has any outcome; those before it may have had one that is no longer kept. */
    private int firstAnswered;

    private PartitionCheck(PartitionTopics topics) {
        this.topics = topics;
        partition = topics.partition();
        events = new EventsSeen(topics.names().events(), partition, topics.events());
        refused = new boolean[events.size()];
        firstAnswered = events.size();
    }

    /** @param history what is asked of the weights */
    static Verdict of(PartitionTopics topics, History history) {
        return new PartitionCheck(topics).run(history);
    }

    private Verdict run(History history) {
        int[] letters = deadLetters();
        int[] predictions = counts(answers(topics.predictions(), topics.names().predictions()));
        int[] weights = answers(topics.uncertainties(), topics.names().uncertainty());
        int[] uncertainties = counts(weights);
        int waiting = events.size();
        while (waiting > 0 && letters[waiting - 1] + predictions[waiting - 1] + uncertainties[waiting - 1] == 0) {
            waiting--;
        }
        int judged = topics.outcomesAreTrimmed() ? Math.min(firstAnswered, waiting) : 0;
        unjudged += judged;
        for (int i = judged; i < waiting; i++) {
            count(i, letters[i] + predictions[i], topics.names().predictions());
            count(i, letters[i] + uncertainties[i], topics.names().uncertainty());
        }
        history.check(topics, events, weights, violations);
        return new Verdict(
                partition,
                events.size(),
                topics.predictions().size(),
                topics.deadLetters().size(),
                events.size() - waiting,
                unjudged,
                history.step(),
                history.wentBack(),
                violations);
    }

    private int[] deadLetters() {
        int[] found = new int[events.size()];
        for (Answer letter : topics.deadLetters()) {
            int index = events.at(letter.origin());
            if (index < 0) {
                strange(letter, topics.names().deadLetter(), letter.origin() < topics.firstEvent(), letter.origin());
                continue;
            }
            found[index]++;
            refused[index] = true;
            answered(index);
            Mark event = events.get(index);
            if (!event.travelledAs(letter.mark())
                    || event.body() != letter.mark().body()) {
                add(
                        Kind.CHANGED,
                        index,
                        "key, headers, time or value differ in the dead letter at "
                                + place(topics.names().deadLetter(), letter));
            }
        }
        return found;
    }

    /** Of each answer the event that it is about; -1 for none. */
    private int[] answers(List<Answer> answers, String topic) {
        int[] about = new int[answers.size()];
        boolean[] found = new boolean[events.size()];
        int expected = next(0);
        int last = -1;
        for (int i = 0; i < about.length; i++) {
            Answer answer = answers.get(i);
            int index = events.find(answer.mark(), expected, event -> !found[event]);
            about[i] = index;
            if (index < 0) {
                long near = last < 0 ? topics.firstEvent() : events.get(last).offset();
                strange(answer, topic, topics.firstEvent() > 0 && last < 0, near);
                continue;
            }
            answered(index);
            if (!events.get(index).travelledAs(answer.mark())) {
                add(Kind.CHANGED, index, "key, headers or time differ at " + place(topic, answer));
            }
            if (index < last && !found[index]) {
                add(
                        Kind.OUT_OF_ORDER,
                        index,
                        "its outcome at " + place(topic, answer) + " comes after that of " + events.place(last));
            }
            last = found[index] ? last : index;
            found[index] = true;
            expected = next(Math.max(expected, index + 1));
        }
        return about;
    }

    private int[] counts(int... about) {
        int[] counts = new int[events.size()];
        for (int index : about) {
            if (index >= 0) {
                counts[index]++;
            }
        }
        return counts;
    }

    private int next(int from) {
        int index = from;
        while (index < refused.length && refused[index]) {
            index++;
        }
        return index;
    }

    private void answered(int index) {
        firstAnswered = Math.min(firstAnswered, index);
    }

    private void count(int index, int outcomes, String topic) {
        if (outcomes == 0) {
            add(Kind.LOST, index, "no outcome on " + topic + ", and later events have one");
        } else if (outcomes > 1) {
            add(Kind.DUPLICATED, index, outcomes + " outcomes, with those on " + topic);
        }
    }

    private void strange(Answer answer, String topic, boolean mayBeOlder, long near) {
        if (mayBeOlder) {
            unjudged++;
        } else {
            violations.add(new Violation(
                    Kind.UNKNOWN,
                    partition,
                    near,
                    place(topic, answer) + ": belongs to no event, id "
                            + answer.mark().id()));
        }
    }

    private void add(Kind kind, int index, String what) {
        violations.add(new Violation(kind, partition, events.get(index).offset(), events.place(index) + ": " + what));
    }

    private String place(String topic, Answer answer) {
        return topic + "-" + partition + "-" + answer.mark().offset();
    }
}
