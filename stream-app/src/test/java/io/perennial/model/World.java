// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A state: what Kafka has committed, what the model store has, and the tasks.
 *
 * @param offset committed with the last transaction
 * @param stores the changelogs, as a successor restores them
 * @param committed everything that ever left in a committed transaction
 * @param unsaved committed steps that the committed weights do not hold
 * @param checkpoint in the model store; null for none
 * @param commanded whether a rollback to it was asked for
 * @param owner of the partition in the newest generation of the consumer group; who has a task beside it is a zombie
 * @param tasks one for each instance, where it has one
 * @param late whether the instance's process began after the command
 * @param crashes that may still come
 * @param rebalances that may still come
 */
record World(
        int offset,
        Stores stores,
        Transaction committed,
        int unsaved,
        String checkpoint,
        boolean commanded,
        int owner,
        List<Optional<Task>> tasks,
        List<Boolean> late,
        int crashes,
        int rebalances) {

    static World initial(Rules rules) {
        int instances = rules.modes().size();
        return new World(
                0,
                Stores.EMPTY,
                Transaction.EMPTY,
                0,
                null,
                false,
                -1,
                java.util.Collections.nCopies(instances, Optional.empty()),
                java.util.Collections.nCopies(instances, false),
                rules.crashes(),
                rules.rebalances());
    }

    /** The same with another task on an instance. */
    World with(int instance, Task task) {
        return with(instance, Optional.of(task));
    }

    private World with(int instance, Optional<Task> task) {
        List<Optional<Task>> all = new ArrayList<>(tasks);
        all.set(instance, task);
        return new World(
                offset,
                stores,
                committed,
                unsaved,
                checkpoint,
                commanded,
                owner,
                List.copyOf(all),
                late,
                crashes,
                rebalances);
    }

    World with(int nowOffset, Stores now, Transaction all, int steps) {
        return new World(nowOffset, now, all, steps, checkpoint, commanded, owner, tasks, late, crashes, rebalances);
    }

    World with(String nowCheckpoint, boolean nowCommanded) {
        return new World(
                offset,
                stores,
                committed,
                unsaved,
                nowCheckpoint,
                nowCommanded,
                owner,
                tasks,
                late,
                crashes,
                rebalances);
    }

    /** The partition is given to an instance, which restores what was committed. */
    World assigned(int instance, Task task, int rebalancesLeft) {
        return new World(
                        offset,
                        stores,
                        committed,
                        unsaved,
                        checkpoint,
                        commanded,
                        instance,
                        tasks,
                        late,
                        crashes,
                        rebalancesLeft)
                .with(instance, task);
    }

    /** An instance loses its partition. */
    World dropped(int instance) {
        return with(instance, Optional.empty());
    }

    World crashed(int instance) {
        List<Boolean> now = new ArrayList<>(late);
        now.set(instance, commanded);
        return new World(
                        offset,
                        stores,
                        committed,
                        unsaved,
                        checkpoint,
                        commanded,
                        owner,
                        tasks,
                        List.copyOf(now),
                        crashes - 1,
                        rebalances)
                .dropped(instance);
    }

    /** The same with two instances that have changed places. */
    World exchanged() {
        return new World(
                offset,
                stores,
                committed,
                unsaved,
                checkpoint,
                commanded,
                1 - owner,
                List.of(tasks.get(1), tasks.get(0)),
                List.of(late.get(1), late.get(0)),
                crashes,
                rebalances);
    }

    boolean isOwner(int instance) {
        return owner == instance;
    }
}
