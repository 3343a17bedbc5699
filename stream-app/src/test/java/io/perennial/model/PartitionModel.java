// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import io.perennial.model.Rules.Checkpoints;
import io.perennial.model.Rules.Flaw;
import io.perennial.model.StateSpace.Move;
import io.perennial.model.Stores.Control;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What happens around a partition: faults, commands, the group, commits; what a task does by itself is in {@link TaskMoves}. */
final class PartitionModel implements StateSpace.Model<World> {

    private final Rules rules;
    private final TaskMoves tasks;

    PartitionModel(Rules rules) {
        this.rules = rules;
        tasks = new TaskMoves(rules);
    }

    @Override
    public World initial() {
        return World.initial(rules);
    }

    @Override
    public List<Move<World>> moves(World world) {
        List<Move<World>> moves = new ArrayList<>();
        int alone = alone(world);
        for (int instance = 0; instance < rules.modes().size(); instance++) {
            if (alone < 0) {
                assign(world, instance, moves);
            }
            Optional<Task> task = world.tasks().get(instance);
            if (task.isPresent() && (alone < 0 || alone == instance)) {
                tasks.add(world, instance, task.get(), moves);
                commit(world, instance, task.get(), moves);
                checkpoint(world, instance, task.get(), moves);
                if (world.crashes() > 0) {
                    moves.add(new Move<>(name(world, instance) + " crashes", false, world.crashed(instance)));
                }
            }
        }
        if (alone < 0 && rules.commands() > 0 && !world.commanded() && world.checkpoint() != null) {
            moves.add(new Move<>("a rollback is asked for", false, world.with(world.checkpoint(), true)));
        }
        return moves.stream()
                .map(move -> new Move<>(move.does(), move.isProgress(), canonical(move.to())))
                .toList();
    }

    /** Instances that work alike are told apart by what they do alone: whoever owns the partition comes first. */
    private World canonical(World world) {
        boolean alike = rules.modes().stream().distinct().count() == 1;
        return alike && world.owner() == 1 ? world.exchanged() : world;
    }

    /**
     * Who may as well move before all others, since nothing that they do meets it: a task within one record, and a zombie, which
     * meets the world only where it commits. This leaves out orders that end in the same states, and most of the states; -1 for
     * nobody.
     */
    private static int alone(World world) {
        for (int instance = 0; instance < world.tasks().size(); instance++) {
            Optional<Task> task = world.tasks().get(instance);
            if (task.isPresent() && (!task.get().idle() || !world.isOwner(instance))) {
                return instance;
            }
        }
        return -1;
    }

    static String name(World world, int instance) {
        return world.isOwner(instance) ? "the owner" : "the zombie";
    }

    /** At the beginning and after a crash the partition goes to whoever comes; otherwise a rebalance takes it away. */
    private void assign(World world, int instance, List<Move<World>> moves) {
        boolean orphaned = world.owner() < 0 || world.tasks().get(world.owner()).isEmpty();
        boolean moving = !orphaned && world.owner() != instance && world.rebalances() > 0;
        if (!orphaned && !moving) {
            return;
        }
        int left = moving ? world.rebalances() - 1 : world.rebalances();
        World assigned = world.assigned(instance, restored(world, instance), left);
        moves.add(new Move<>(
                (moving ? "another is given" : "somebody takes") + " the partition" + mode(instance),
                orphaned,
                assigned));
    }

    private String mode(int instance) {
        return rules.isImmediate(instance) ? ", and answers on arrival" : "";
    }

    private Task restored(World world, int instance) {
        Stores stores = world.stores();
        if (rules.has(Flaw.WAITING_EVENTS_ARE_NOT_KEPT)) {
            stores = stores.with("", stores.answered());
        }
        Task.Learner learner = new Task.Learner(stores.half(), stores.lineage());
        boolean passesBy = stores.control() == Control.NONE
                && world.commanded()
                && world.late().get(instance);
        return new Task(
                false,
                passesBy,
                world.offset(),
                stores,
                Transaction.EMPTY,
                false,
                stores.pending(),
                "",
                Task.Phase.IDLE,
                learner,
                0,
                new Task.Beside("", "", false, learner));
    }

    /** One transaction for all that a task has done, between two records; the group's generation fences who is of an older one. */
    private void commit(World world, int instance, Task task, List<Move<World>> moves) {
        if (!task.dirty() || !task.idle() || !task.begun()) {
            return;
        }
        if (!world.isOwner(instance) && !unfenced()) {
            moves.add(new Move<>(name(world, instance) + " is fenced", true, world.dropped(instance)));
            return;
        }
        Stores kept = task.stores();
        if (rules.has(Flaw.COMMANDS_SEEN_ARE_FORGOTTEN) && kept.control() == Control.SEEN) {
            kept = kept.with(Control.LISTENS);
        }
        World committed = world.with(task.position(), kept, world.committed().and(task.open()), task.unsaved())
                .with(instance, task.committed());
        moves.add(new Move<>(name(world, instance) + " commits", true, committed));
        if (rules.has(Flaw.OFFSETS_COMMIT_BY_THEMSELVES) && world.offset() < task.position()) {
            World alone = world.with(task.position(), world.stores(), world.committed(), world.unsaved());
            moves.add(new Move<>(name(world, instance) + " commits offsets", false, alone));
        }
    }

    private boolean unfenced() {
        return rules.has(Flaw.ZOMBIES_ARE_NOT_FENCED) || rules.has(Flaw.ZOMBIES_ARE_NOT_FENCED_ON_ARRIVAL);
    }

    /** One checkpoint is all that a rollback can ask for; nobody waits for the model store. */
    private void checkpoint(World world, int instance, Task task, List<Move<World>> moves) {
        String weights = task.learner().weights();
        boolean fits = rules.checkpoints() == Checkpoints.ANY
                || Stores.less(Stores.events(weights), world.committed().learned())
                        .isEmpty();
        if (rules.commands() > 0 && world.checkpoint() == null && !weights.isEmpty() && task.idle() && fits) {
            moves.add(new Move<>(
                    name(world, instance) + " offers a checkpoint of " + weights, false, world.with(weights, false)));
        }
    }

    @Override
    public Optional<String> wrong(World world) {
        return Invariants.wrong(world, rules);
    }

    @Override
    public Optional<String> wrongAtTheEnd(World world) {
        return Invariants.wrongAtTheEnd(world, rules);
    }
}
