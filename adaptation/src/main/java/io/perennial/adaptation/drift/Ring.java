// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/** The windows before the one at hand; one that is pushed takes the place of the oldest, which is given back for reuse. */
final class Ring<T> {

    /** Windows that are looked at together, the one at hand among them. */
    static final int PANES = 8;

    interface Save<T> {
        void save(T pane, DataOutput out) throws IOException;
    }

    interface Load<T> {
        void load(T pane, DataInput in) throws IOException;
    }

    private final List<T> panes = new ArrayList<>();
    private final Save<T> save;
    private final Load<T> load;
    private int next;

    Ring(Supplier<T> empty, Save<T> save, Load<T> load) {
        for (int i = 0; i < PANES - 1; i++) {
            panes.add(empty.get());
        }
        this.save = save;
        this.load = load;
    }

    T push(T pane) {
        T oldest = panes.set(next, pane);
        next = (next + 1) % panes.size();
        return oldest;
    }

    /** Those that hold anything, in the order of their places. */
    void each(ToIntFunction<T> events, Consumer<T> action) {
        for (T pane : panes) {
            if (events.applyAsInt(pane) > 0) {
                action.accept(pane);
            }
        }
    }

    /** The place that was pushed to last. */
    int last() {
        return (next + panes.size() - 1) % panes.size();
    }

    int size() {
        return panes.size();
    }

    void next(int place) {
        next = place;
    }

    void save(int place, DataOutput out) throws IOException {
        save.save(panes.get(place), out);
    }

    void load(int place, DataInput in) throws IOException {
        load.load(panes.get(place), in);
    }
}
