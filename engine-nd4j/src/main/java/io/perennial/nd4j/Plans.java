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
    private static final int MOST_IDLE = 64;

    /** What idle plans hold outside of arenas, at least; or as much as the largest arena. */
    private static final long IDLE_BYTES = 64L << 20;

    private final Function<Plan.Key, Plan> build;
    private final Runnable whenDone;
    private final Deque<Plan> idle = new ArrayDeque<>();
    private final List<Arena> free = new ArrayList<>();
    private int taken;
    private long takenBytes;
    private boolean closed;
    private boolean done;

    /** @param whenDone is run once when these are closed and the last plan is back */
    Plans(Function<Plan.Key, Plan> build, Runnable whenDone) {
        this.build = build;
        this.whenDone = whenDone;
    }

    /** A plan in an arena, for one pass; to be given back. */
    Plan take(Plan.Key key) {
        Plan plan = idle(key);
        Arena arena = null;
        try {
            plan = plan == null ? build.apply(key) : plan;
            arena = arena(plan);
            plan.enter(arena);
        } catch (RuntimeException | Error e) {
            drop(plan, arena);
            throw e;
        }
        synchronized (this) {
            takenBytes += plan.bytes() + plan.arena().bytes();
        }
        return plan;
    }

    synchronized void give(Plan plan) {
        taken--;
        takenBytes -= plan.bytes() + plan.arena().bytes();
        idle.addLast(plan);
        free.add(plan.arena());
        if (closed) {
            close();
        } else {
            shrink();
        }
    }

    /** Of all plans and arenas. */
    synchronized long bytes() {
        return takenBytes
                + idle.stream().mapToLong(Plan::bytes).sum()
                + free.stream().mapToLong(Arena::bytes).sum();
    }

    /** Of plans that are taken when they are given back. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Plan::close);
        idle.clear();
        free.forEach(Arena::close);
        free.clear();
        if (taken == 0 && !done) {
            done = true;
            whenDone.run();
        }
    }

    private synchronized Plan idle(Plan.Key key) {
        if (closed) {
            throw new IllegalStateException("network refused: expected an open one, got a closed one");
        }
        taken++;
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
        Arena last = plan.arena();
        if (last != null && free.remove(last)) {
            return last;
        }
        Arena large = free.stream()
                .filter(arena -> arena.floats() >= plan.floats())
                .min(Comparator.comparingLong(Arena::floats))
                .orElse(null);
        if (large != null) {
            free.remove(large);
            return large;
        }
        if (!free.isEmpty()) {
            free.remove(free.size() - 1).close();
        }
        return new Arena(plan.floats());
    }

    /** What could not be made ready. */
    private synchronized void drop(Plan plan, Arena arena) {
        taken--;
        if (arena != null) {
            free.add(arena);
        }
        if (plan != null) {
            plan.close();
        }
        if (closed) {
            close();
        }
    }

    /** The least recently used of the idle ones go first. */
    private void shrink() {
        long budget =
                Math.max(IDLE_BYTES, free.stream().mapToLong(Arena::bytes).max().orElse(0));
        long bytes = idle.stream().mapToLong(Plan::bytes).sum();
        while (idle.size() > MOST_IDLE || bytes > budget && idle.size() > 1) {
            Plan oldest = idle.removeFirst();
            bytes -= oldest.bytes();
            oldest.close();
        }
    }
}
