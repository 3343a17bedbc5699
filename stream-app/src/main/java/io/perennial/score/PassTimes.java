// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.view.Views;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the prediction of one batch is made of, measured where a method meets its engine and its views, so that methods know
 * no clock. A pass that follows the making of a view is a pass on it. One thread at a time, but for views that an engine makes on several, and for the source, which may be asked beside the others.
 */
public final class PassTimes {

    private final LongSupplier clock;
    private long forward;
    private long views;
    private long source;
    private boolean onView;
    private volatile boolean within;

    /** @param clock in nanoseconds from any beginning */
    PassTimes(LongSupplier clock) {
        this.clock = clock;
    }

    /** The same network, timed. */
    Network of(Network network) {
        return new TimedNetwork(network, this);
    }

    /** The same views, timed. */
    Views of(Views made) {
        return new TimedViews(made, this);
    }

    /** Forgets what came before. */
    void begin() {
        forward = 0;
        views = 0;
        source = 0;
        onView = false;
    }

    <T> T pass(Supplier<T> work) {
        if (within) {
            return work.get();
        }
        boolean view = onView;
        onView = false;
        long start = clock.getAsLong();
        T done = work.get();
        long took = clock.getAsLong() - start;
        if (view) {
            views += took;
        } else {
            forward += took;
        }
        return done;
    }

    /** Several passes, together: what is made within, on whatever thread, counts once. */
    <T> T passes(Supplier<T> work) {
        return pass(() -> within(work));
    }

    /** Views and the passes on them, together: what is made within, on whatever thread, counts once. */
    <T> T views(Supplier<T> work) {
        long start = clock.getAsLong();
        try {
            return within(work);
        } finally {
            views += clock.getAsLong() - start;
        }
    }

    private <T> T within(Supplier<T> work) {
        within = true;
        try {
            return work.get();
        } finally {
            within = false;
        }
    }

    <T> T view(Supplier<T> work) {
        if (within) {
            return work.get();
        }
        long start = clock.getAsLong();
        T done = work.get();
        views += clock.getAsLong() - start;
        onView = true;
        return done;
    }

    <T> T source(Supplier<T> work) {
        long start = clock.getAsLong();
        T done = work.get();
        source += clock.getAsLong() - start;
        return done;
    }

    /** The engine's passes without those on views, in nanoseconds. */
    public long forward() {
        return forward;
    }

    /** Making views, and the passes on them, in nanoseconds; 0 where there were none. */
    public long views() {
        return views;
    }

    /** The frozen source's pass, in nanoseconds; 0 where it was not asked. */
    public long source() {
        return source;
    }
}
