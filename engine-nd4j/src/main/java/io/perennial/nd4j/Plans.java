// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * The plans of one network, and the arenas that they run in. Either is for one pass at a time; passes at the same time
 * have one each. So there are as many arenas as there ever were passes at once, each as large as the largest pass that
 * it served, however many sizes of batches come by.
 */
final class Plans implements AutoCloseable {

    /** Sizes of batches differ where they are flushed by time; of each there are three or four plans. */
    private static final int MOST_IDLE = 256;

    private final Function<Plan.Key, Plan> build;
    private final Deque<Plan> idle = new ArrayDeque<>();
    private final List<Arena> free = new ArrayList<>();
    private long busyBytes;
    private boolean closed;

    Plans(Function<Plan.Key, Plan> build) {
        this.build = build;
    }

    /** A plan in an arena, for one pass; to be given back. */
    Plan take(Plan.Key key) {
        Plan plan = idle(key);
        if (plan == null) {
            plan = build.apply(key);
        }
        plan.enter(arena(plan));
        return plan;
    }

    /** The least recently used of the idle ones go first. */
    synchronized void give(Plan plan) {
        busyBytes -= plan.bytes() + plan.arena().bytes();
        idle.addLast(plan);
        free.add(plan.arena());
        while (idle.size() > (closed ? 0 : MOST_IDLE)) {
            idle.removeFirst().close();
        }
        if (closed) {
            close();
        }
    }

    /** Of all plans and arenas. */
    synchronized long bytes() {
        return busyBytes
                + idle.stream().mapToLong(Plan::bytes).sum()
                + free.stream().mapToLong(Arena::bytes).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Plan::close);
        idle.clear();
        free.forEach(Arena::close);
        free.clear();
    }

    private synchronized Plan idle(Plan.Key key) {
        if (closed) {
            throw new IllegalStateException("network refused: expected an open one, got a closed one");
        }
        for (Iterator<Plan> plans = idle.descendingIterator(); plans.hasNext(); ) {
            Plan plan = plans.next();
            if (plan.key().equals(key)) {
                plans.remove();
                return plan;
            }
        }
        return null;
    }

    /** The plan's last one, else the smallest that is large enough, else a new one in the place of one that is not. */
    private synchronized Arena arena(Plan plan) {
        Arena arena = plan.arena();
        if (arena == null || !free.remove(arena)) {
            arena = free.stream()
                    .filter(other -> other.floats() >= plan.floats())
                    .min(Comparator.comparingLong(Arena::floats))
                    .orElse(null);
            if (arena != null) {
                free.remove(arena);
            } else {
                if (!free.isEmpty()) {
                    free.remove(free.size() - 1).close();
                }
                arena = new Arena(plan.floats());
            }
        }
        busyBytes += plan.bytes() + arena.bytes();
        return arena;
    }
}
