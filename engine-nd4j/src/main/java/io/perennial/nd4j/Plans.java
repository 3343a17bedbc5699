// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;

/**
 * The plans of one network. A plan is for one pass at a time, so passes at the same time have one each; those that are
 * idle stay for the next pass of their kind, as long as all of them together hold no more than three times what the
 * largest does: one that records, one that scores, and one of another size.
 */
final class Plans implements AutoCloseable {

    private static final int LARGEST_TIMES = 3;

    private final Function<Plan.Key, Plan> build;
    private final Deque<Plan> idle = new ArrayDeque<>();
    private long busyBytes;
    private boolean closed;

    Plans(Function<Plan.Key, Plan> build) {
        this.build = build;
    }

    Plan take(Plan.Key key) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("network refused: expected an open one, got a closed one");
            }
            for (Iterator<Plan> plans = idle.descendingIterator(); plans.hasNext(); ) {
                Plan plan = plans.next();
                if (plan.key().equals(key)) {
                    plans.remove();
                    busyBytes += plan.bytes();
                    return plan;
                }
            }
        }
        Plan plan = build.apply(key);
        synchronized (this) {
            busyBytes += plan.bytes();
        }
        return plan;
    }

    /** The least recently used of the idle ones go first. */
    synchronized void give(Plan plan) {
        busyBytes -= plan.bytes();
        idle.addLast(plan);
        long largest = idle.stream().mapToLong(Plan::bytes).max().orElse(0);
        long held = idle.stream().mapToLong(Plan::bytes).sum();
        while (closed && !idle.isEmpty() || held > LARGEST_TIMES * largest) {
            Plan oldest = idle.removeFirst();
            held -= oldest.bytes();
            oldest.close();
        }
    }

    /** Of all plans that are open. */
    synchronized long bytes() {
        return busyBytes + idle.stream().mapToLong(Plan::bytes).sum();
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(Plan::close);
        idle.clear();
    }
}
