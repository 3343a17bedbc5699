// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Windows of so many events, one after the other, and between their ends the recent past: the last four quarters and what
 * has come since. What is saved after an event is small, since closed quarters do not change.
 */
public final class RollingWindow<S extends Sums<S>> {

    private static final int QUARTERS = 4;
    private static final String PLACE = "place";
    private static final String RUNNING = "running";

    private final int events;
    private final Supplier<S> empty;
    private final List<S> quarters = new ArrayList<>();
    private S running;
    private S closed;
    private int place;
    private boolean turned;

    /**
     * @param events of a window, 4 or more
     * @param empty makes sums over nothing
     */
    public RollingWindow(int events, Supplier<S> empty) {
        this.events = events;
        this.empty = empty;
        running = empty.get();
    }

    /** What the next event is added to, before {@link #advance}. */
    public S running() {
        return running;
    }

    /**
     * An event has been added.
     *
     * @return whether it was the last of its window, which is then {@link #closed}
     */
    public boolean advance() {
        int quarter = (int) ((long) place * QUARTERS / events);
        place++;
        if ((long) place * QUARTERS / events > quarter) {
            turned = true;
            quarters.add(running);
            running = empty.get();
            if (quarters.size() > QUARTERS) {
                quarters.remove(0);
            }
        }
        if (place < events) {
            return false;
        }
        place = 0;
        closed = recent();
        return true;
    }

    /** The window that ended last; null before the first has. */
    public S closed() {
        return closed;
    }

    /** The last four quarters of a window and what has come since. */
    public S recent() {
        S all = empty.get();
        quarters.forEach(all::add);
        all.add(running);
        return all;
    }

    /** Hands over what has changed since the last call, by name. */
    public void save(BiConsumer<String, double[]> changed) {
        double[] now = running.save();
        changed.accept(PLACE, new double[] {events, place, quarters.size(), now.length});
        changed.accept(RUNNING, now);
        for (int q = 0; turned && q < quarters.size(); q++) {
            changed.accept(quarter(q), quarters.get(q).save());
        }
        turned = false;
    }

    /**
     * Goes on from what was saved. Windows of another size, or of sums that another release kept otherwise, begin anew.
     *
     * @param saved what {@link #save} handed over last under a name, or null
     * @throws IllegalStateException where a part of it is missing or damaged
     */
    public void load(Function<String, double[]> saved) {
        double[] position = saved.apply(PLACE);
        if (position == null
                || position.length < 4
                || position[0] != events
                || position[3] != empty.get().save().length) {
            return;
        }
        place = SavedNumbers.place(PLACE, position[1], events - 1);
        running = loaded(RUNNING, saved);
        quarters.clear();
        int kept = SavedNumbers.place(PLACE, position[2], QUARTERS);
        for (int q = 0; q < kept; q++) {
            quarters.add(loaded(quarter(q), saved));
        }
    }

    private S loaded(String name, Function<String, double[]> saved) {
        S sums = empty.get();
        sums.load(SavedNumbers.of(name, sums.save().length, saved.apply(name)));
        return sums;
    }

    private static String quarter(int number) {
        return "quarter-" + number;
    }
}
