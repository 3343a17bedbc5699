// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import io.perennial.model.Rules.Flaw;
import io.perennial.model.StateSpace.Move;
import io.perennial.model.Stores.Control;
import io.perennial.model.Task.Phase;
import java.util.List;

/** What a task does by itself, one write at a time, so that a crash can come between any two. */
final class TaskMoves {

    private final Rules rules;
    private final BesideMoves beside;

    TaskMoves(Rules rules) {
        this.rules = rules;
        beside = new BesideMoves(rules);
    }

    void add(World world, int instance, Task task, List<Move<World>> moves) {
        Adding adding = new Adding(world, instance, moves);
        boolean immediate = rules.isImmediate(instance);
        switch (task.phase()) {
            case IDLE -> {
                if (!task.begun()) {
                    begin(task, immediate, adding);
                } else {
                    steer(world, task, adding);
                    read(task, immediate, adding);
                }
            }
            case FULL -> score(task, adding);
            case SCORED -> learn(task, adding);
            case SAVING -> saveOneHalf(world, instance, task, adding);
            case HALF_SAVED -> saveTheOther(world, instance, task, adding);
        }
        if (immediate) {
            beside.add(task, adding);
        }
    }

    /** Puts the state after a move of a task among the moves. */
    record Adding(World world, int instance, List<Move<World>> moves) {

        void move(String does, Task to) {
            move(does, world.with(instance, to));
        }

        void move(String does, World to) {
            moves.add(new Move<>(PartitionModel.name(world, instance) + " " + does, true, to));
        }
    }

    /** What a predecessor left is answered once, whichever mode it worked in. */
    private void begin(Task task, boolean immediate, Adding adding) {
        Stores stores = task.stores();
        if (immediate) {
            beside.begin(task, adding);
        } else if (!stores.answered()) {
            adding.move("begins", task.begun(true));
        } else if (task.filling().isEmpty()) {
            adding.move(
                    "begins to answer",
                    task.writes(stores.with(stores.pending(), false)).begun(true));
        } else if (stores.control() == Control.NONE) {
            adding.move("listens", task.writes(stores.with(Control.LISTENS)));
        } else {
            String batch = task.filling()
                    .substring(0, Math.min(Rules.BATCH, task.filling().length()));
            adding.move(
                    "takes up " + batch + ", which is answered",
                    task.fills(task.filling().substring(batch.length()))
                            .writes(stores.with(Stores.less(stores.pending(), batch), true))
                            .works(batch, Phase.SCORED));
        }
    }

    /** Between two batches, and where no step is on its way. The first look writes that there was one. */
    private void steer(World world, Task task, Adding adding) {
        Stores stores = task.stores();
        if (!task.beside().underway().isEmpty()) {
            return;
        }
        if (stores.control() == Control.NONE) {
            Control known = task.passesBy() ? Control.SEEN : Control.LISTENS;
            adding.move(task.passesBy() ? "passes the command by" : "listens", task.writes(stores.with(known)));
        } else if (world.commanded() && stores.control() == Control.LISTENS) {
            String to = world.checkpoint();
            Task.Learner back = new Task.Learner(
                    to,
                    rules.has(Flaw.A_ROLLBACK_KEEPS_THE_LINEAGE)
                            ? task.learner().lineage()
                            : to);
            Task.Beside renewed = new Task.Beside(task.beside().queue(), "", false, back);
            adding.move(
                    "rolls back to " + to,
                    task.learns(back, 0)
                            .with(renewed)
                            .writes(stores.with(Control.SEEN))
                            .sends(task.open().acknowledge(to))
                            .works("", Phase.SAVING));
        }
    }

    private void read(Task task, boolean immediate, Adding adding) {
        Stores stores = task.stores();
        if (task.position() < Rules.EVENTS) {
            char event = (char) ('0' + task.position());
            String filling = task.filling() + event;
            Task read = task.reads(task.position() + 1)
                    .fills(filling)
                    .writes(stores.with(stores.pending() + event, stores.answered()));
            if (immediate) {
                read = beside.answer(read, event);
            }
            Task next = filling.length() < Rules.BATCH
                    ? read
                    : immediate ? beside.queue(read) : read.works(filling, Phase.FULL);
            adding.move("reads " + event, next);
        }
        if (!task.filling().isEmpty()) {
            Task flushed = immediate ? beside.queue(task) : task.works(task.filling(), Phase.FULL);
            adding.move("has waited for long enough with " + task.filling(), flushed);
        }
    }

    /** Steering comes first: before any batch, the first look has been written. */
    private void score(Task task, Adding adding) {
        Stores stores = task.stores();
        if (stores.control() == Control.NONE) {
            adding.move("listens", task.writes(stores.with(task.passesBy() ? Control.SEEN : Control.LISTENS)));
            return;
        }
        Task.Learner by = rules.has(Flaw.THE_STEP_COMES_BEFORE_THE_PREDICTION)
                ? task.learner().after(task.batch())
                : task.learner();
        Transaction open = task.open();
        for (char event : task.batch().toCharArray()) {
            open = open.answer(event, by);
        }
        String left = rules.has(Flaw.WAITING_EVENTS_ARE_NEVER_FORGOTTEN)
                ? stores.pending()
                : Stores.less(stores.pending(), task.batch());
        adding.move(
                "predicts " + task.batch() + " by " + Stores.name(by.weights()),
                task.fills("")
                        .writes(stores.with(left, stores.answered()))
                        .sends(open)
                        .works(task.batch(), Phase.SCORED));
    }

    private void learn(Task task, Adding adding) {
        Task.Learner after = task.learner().after(task.batch());
        adding.move("learns from " + task.batch(), saving(task.learns(after, task.unsaved() + 1), task.batch(), rules));
    }

    /** A step is in the transaction whether or not the weights are due. */
    static Task saving(Task task, String learned, Rules rules) {
        boolean due = Stores.steps(task.learner().weights()) % rules.saveEvery() == 0
                && !rules.has(Flaw.WEIGHTS_ARE_NEVER_WRITTEN);
        return task.sends(task.open().learn(learned)).works("", due ? Phase.SAVING : Phase.IDLE);
    }

    private void saveOneHalf(World world, int instance, Task task, Adding adding) {
        String weights = task.learner().weights();
        Task saved = task.writes(task.stores().withHalf(weights)).works("", Phase.HALF_SAVED);
        World after = world;
        if (rules.has(Flaw.WEIGHTS_ARE_WRITTEN_OUTSIDE)) {
            after = world.with(world.offset(), world.stores().withHalf(weights), world.committed(), world.unsaved());
        }
        adding.move("writes half of " + weights, after.with(instance, saved));
    }

    private void saveTheOther(World world, int instance, Task task, Adding adding) {
        Task.Learner learner = task.learner();
        Task saved = task.learns(learner, 0)
                .writes(task.stores().withOther(learner.weights(), learner.lineage()))
                .works("", Phase.IDLE);
        World after = world;
        if (rules.has(Flaw.WEIGHTS_ARE_WRITTEN_OUTSIDE)) {
            Stores written = world.stores().withOther(learner.weights(), learner.lineage());
            after = world.with(world.offset(), written, world.committed(), 0);
        }
        adding.move("writes the other half of " + learner.weights(), after.with(instance, saved));
    }
}
