// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The instances, and what may still happen to them.
 *
 * @param owner of the partition in the newest generation of the consumer group; who has a task beside it is a zombie
 * @param tasks one for each instance, where it has one
 * @param late whether the instance's process began after the command
 * @param crashes that may still come
 * @param rebalances that may still come
 */
record Group(int owner, List<Optional<Task>> tasks, List<Boolean> late, int crashes, int rebalances) {

    static Group initial(Rules rules) {
        int instances = rules.modes().size();
        return new Group(
                -1,
                Collections.nCopies(instances, Optional.empty()),
                Collections.nCopies(instances, false),
                rules.crashes(),
                rules.rebalances());
    }

    Group with(int instance, Optional<Task> task) {
        return new Group(owner, changed(tasks, instance, task), late, crashes, rebalances);
    }

    Group assigned(int instance, Task task, int rebalancesLeft) {
        return new Group(instance, changed(tasks, instance, Optional.of(task)), late, crashes, rebalancesLeft);
    }

    /** @param commanded whether the command was given by now */
    Group crashed(int instance, boolean commanded) {
        return new Group(
                owner,
                changed(tasks, instance, Optional.empty()),
                changed(late, instance, commanded),
                crashes - 1,
                rebalances);
    }

    /** The same with two instances that have changed places. */
    Group exchanged() {
        return new Group(
                1 - owner, List.of(tasks.get(1), tasks.get(0)), List.of(late.get(1), late.get(0)), crashes, rebalances);
    }

    private static <T> List<T> changed(List<T> all, int index, T now) {
        List<T> changed = new ArrayList<>(all);
        changed.set(index, now);
        return List.copyOf(changed);
    }
}
