// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What has left and, until it is committed, can be read by nobody.
 *
 * @param answers predictions
 * @param learned events that were learned from, for the checks alone
 * @param acknowledged rollbacks, as the history that each went back to
 */
record Transaction(List<Answer> answers, String learned, List<String> acknowledged) {

    /**
     * A prediction.
     *
     * @param weights the history that made it
     * @param lineage the history that it names
     */
    record Answer(char event, String weights, String lineage) {}

    static final Transaction EMPTY = new Transaction(List.of(), "", List.of());

    Transaction answer(char event, Task.Learner by) {
        return new Transaction(and(answers, new Answer(event, by.weights(), by.lineage())), learned, acknowledged);
    }

    Transaction learn(String batch) {
        return new Transaction(answers, learned + batch, acknowledged);
    }

    Transaction acknowledge(String to) {
        return new Transaction(answers, learned, and(acknowledged, to));
    }

    /** What this and then that one have committed. */
    Transaction and(Transaction later) {
        List<Answer> allAnswers = new ArrayList<>(answers);
        allAnswers.addAll(later.answers);
        List<String> allAcknowledged = new ArrayList<>(acknowledged);
        allAcknowledged.addAll(later.acknowledged);
        return new Transaction(List.copyOf(allAnswers), learned + later.learned, List.copyOf(allAcknowledged));
    }

    private static <T> List<T> and(List<T> some, T one) {
        List<T> all = new ArrayList<>(some);
        all.add(one);
        return List.copyOf(all);
    }
}
