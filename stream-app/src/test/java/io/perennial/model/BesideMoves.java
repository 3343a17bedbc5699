// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import io.perennial.model.Rules.Flaw;
import io.perennial.model.Task.Beside;

/** Events that are answered on arrival from a snapshot, and steps that are taken by another thread and taken over later. */
final class BesideMoves {

    private final Rules rules;

    BesideMoves(Rules rules) {
        this.rules = rules;
    }

    /** Answers what a predecessor left unanswered, and lines up full batches. */
    void begin(Task task, TaskMoves.Adding adding) {
        Task begun = task.begun(true);
        if (!task.stores().answered()) {
            for (char event : task.filling().toCharArray()) {
                begun = answer(begun, event);
            }
            begun = begun.writes(begun.stores().with(begun.stores().pending(), true));
        }
        while (begun.filling().length() >= Rules.BATCH) {
            String batch = begun.filling().substring(0, Rules.BATCH);
            String rest = begun.filling().substring(Rules.BATCH);
            begun = queue(begun.fills(batch)).fills(rest);
        }
        adding.move("begins on arrival", begun);
    }

    Task answer(Task task, char event) {
        Beside beside = task.beside();
        boolean early = rules.has(Flaw.ANSWERS_COME_FROM_A_STEP_THAT_IS_NOT_TAKEN_OVER);
        return task.sends(task.open().answer(event, early ? task.learner() : beside.snapshot()));
    }

    /** The events that filled are a batch; in the store they stay. */
    Task queue(Task task) {
        Beside beside = task.beside();
        String queue = beside.queue() + task.filling() + ".";
        return task.fills("").with(new Beside(queue, beside.underway(), beside.ended(), beside.snapshot()));
    }

    void add(Task task, TaskMoves.Adding adding) {
        Beside beside = task.beside();
        if (!beside.underway().isEmpty() && !beside.ended()) {
            // On its own thread: whatever the stream thread is at.
            Beside ended = new Beside(beside.queue(), beside.underway(), true, beside.snapshot());
            adding.move(
                    "has learned from " + beside.underway() + " beside",
                    task.learns(task.learner().after(beside.underway()), task.unsaved())
                            .with(ended));
        }
        if (!task.idle() || !task.begun()) {
            return;
        }
        if (beside.ended()) {
            adding.move("takes over the step on " + beside.underway(), takenOver(task));
        } else if (beside.underway().isEmpty() && !beside.queue().isEmpty()) {
            begin(task, beside, adding);
        }
    }

    /** Steering comes first here, too. */
    private void begin(Task task, Beside beside, TaskMoves.Adding adding) {
        if (task.stores().control() == Stores.Control.NONE) {
            return; // to listen is among the moves of an idle task
        }
        int end = beside.queue().indexOf('.');
        String batch = beside.queue().substring(0, end);
        Task begun = task.with(new Beside(beside.queue().substring(end + 1), batch, false, beside.snapshot()));
        adding.move(
                "begins a step on " + batch,
                rules.has(Flaw.A_BATCH_IS_FORGOTTEN_WHEN_ITS_STEP_BEGINS) ? forgotten(begun, batch) : begun);
    }

    private static Task forgotten(Task task, String batch) {
        Stores stores = task.stores();
        return task.writes(stores.with(Stores.less(stores.pending(), batch), stores.answered()));
    }

    /** Weights, the end of the batch in the store and the snapshot, in one transaction. */
    private Task takenOver(Task task) {
        String batch = task.beside().underway();
        Beside idle = new Beside(task.beside().queue(), "", false, task.learner());
        Task over = forgotten(task, batch).with(idle).learns(task.learner(), task.unsaved() + 1);
        return TaskMoves.saving(over, batch, rules);
    }
}
