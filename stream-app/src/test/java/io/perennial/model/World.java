// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

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
 */
record World(
        int offset,
        Stores stores,
        Transaction committed,
        int unsaved,
        String checkpoint,
        boolean commanded,
        Group group) {

    static World initial(Rules rules) {
        return new World(0, Stores.EMPTY, Transaction.EMPTY, 0, null, false, Group.initial(rules));
    }

    /** The same with another task on an instance. */
    World with(int instance, Task task) {
        return with(group.with(instance, Optional.of(task)));
    }

    World with(int nowOffset, Stores now, Transaction all, int steps) {
        return new World(nowOffset, now, all, steps, checkpoint, commanded, group);
    }

    World with(String nowCheckpoint, boolean nowCommanded) {
        return new World(offset, stores, committed, unsaved, nowCheckpoint, nowCommanded, group);
    }

    private World with(Group now) {
        return new World(offset, stores, committed, unsaved, checkpoint, commanded, now);
    }

    /** The partition is given to an instance, which restores what was committed. */
    World assigned(int instance, Task task, int rebalancesLeft) {
        return with(group.assigned(instance, task, rebalancesLeft));
    }

    /** An instance loses its partition. */
    World dropped(int instance) {
        return with(group.with(instance, Optional.empty()));
    }

    World crashed(int instance) {
        return with(group.crashed(instance, commanded));
    }

    /** The same with two instances that have changed places. */
    World exchanged() {
        return with(group.exchanged());
    }

    boolean isOwner(int instance) {
        return group.owner() == instance;
    }

    int owner() {
        return group.owner();
    }

    List<Optional<Task>> tasks() {
        return group.tasks();
    }

    List<Boolean> late() {
        return group.late();
    }

    int crashes() {
        return group.crashes();
    }

    int rebalances() {
        return group.rebalances();
    }
}
