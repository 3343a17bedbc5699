// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import io.perennial.model.Rules.Checkpoints;
import io.perennial.model.Transaction.Answer;
import java.util.Optional;

/** What must hold of everything that a reader of committed records, or a successor, can see. */
final class Invariants {

    private Invariants() {}

    static Optional<String> wrong(World world, Rules rules) {
        Transaction committed = world.committed();
        for (int event = 0; event < Rules.EVENTS; event++) {
            if (answers(committed, event) > 1) {
                return Optional.of("event " + event + " is answered twice");
            }
        }
        for (Answer answer : committed.answers()) {
            Optional<String> wrong = future(answer, committed);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        String learned = committed.learned();
        if (learned.chars().distinct().count() < learned.length()) {
            return Optional.of("something is learned twice: " + learned);
        }
        return weights(world, rules).or(() -> rollback(world));
    }

    private static long answers(Transaction committed, int event) {
        return committed.answers().stream()
                .filter(answer -> answer.event() == '0' + event)
                .count();
    }

    /** Weights may know what was learned in this transaction or before, and that is what was answered before. */
    private static Optional<String> future(Answer answer, Transaction committed) {
        if (!answer.weights().equals(answer.lineage())) {
            return Optional.of("event " + answer.event() + " names " + answer.lineage() + " and was answered by "
                    + answer.weights());
        }
        for (char event : Stores.events(answer.weights()).toCharArray()) {
            if (event == answer.event()) {
                return Optional.of("event " + event + " is answered by weights that have learned from it");
            }
            if (committed.learned().indexOf(event) < 0) {
                return Optional.of("event " + answer.event() + " is answered by weights that have learned from " + event
                        + ", which nobody has committed");
            }
            if (answers(committed, event - '0') == 0) {
                return Optional.of("event " + event + " was learned from before it was answered");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> weights(World world, Rules rules) {
        Stores stores = world.stores();
        if (!stores.half().equals(stores.other())) {
            return Optional.of(
                    "the weights are torn: " + Stores.name(stores.half()) + " and " + Stores.name(stores.other()));
        }
        if (!stores.half().equals(stores.lineage())) {
            return Optional.of("the lineage says " + stores.lineage() + " of weights of " + stores.half());
        }
        String events = Stores.events(stores.half());
        String unknown = Stores.less(events, world.committed().learned());
        if (!unknown.isEmpty() && rules.checkpoints() == Checkpoints.COMMITTED) {
            return Optional.of("the weights have learned from " + unknown + ", which nobody has committed");
        }
        boolean straight = world.committed().acknowledged().isEmpty() && rules.saveEvery() == 1;
        if (straight && !events.equals(world.committed().learned())) {
            return Optional.of(
                    "learned was " + world.committed().learned() + ", and the weights hold " + Stores.name(events));
        }
        if (world.unsaved() >= rules.saveEvery()) {
            return Optional.of(world.unsaved() + " steps would be forgotten");
        }
        return Optional.empty();
    }

    private static Optional<String> rollback(World world) {
        Transaction committed = world.committed();
        if (committed.acknowledged().size() > 1) {
            return Optional.of("one rollback is done twice");
        }
        if (committed.acknowledged().isEmpty()) {
            return Optional.empty();
        }
        String to = committed.acknowledged().get(0);
        return world.stores().lineage().startsWith(to)
                ? Optional.empty()
                : Optional.of("rolled back to " + to + ", and the lineage says "
                        + world.stores().lineage());
    }

    static Optional<String> wrongAtTheEnd(World world, Rules rules) {
        for (int event = 0; event < Rules.EVENTS; event++) {
            if (answers(world.committed(), event) == 0) {
                return Optional.of("event " + event + " is never answered");
            }
        }
        for (int event = 0; event < Rules.EVENTS; event++) {
            if (world.committed().learned().indexOf('0' + event) < 0) {
                return Optional.of("event " + event + " is never learned from");
            }
        }
        boolean passedBy = world.commanded() && world.committed().acknowledged().isEmpty();
        if (passedBy && world.stores().control() != Stores.Control.SEEN) {
            return Optional.of("the rollback never comes");
        }
        return Optional.empty();
    }
}
