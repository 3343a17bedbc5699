// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Arrays;
import java.util.Map;

/**
 * Events of the stream by a few coordinates, how far each lay from its neighbours, and whether the source answered it. The
 * coordinates lie one after the other, each for all events, so that a search goes through memory in order.
 */
final class SeenEvents {

    private final float[][] coordinates;
    private final float[] radius;
    private final float[] bySource;
    /** Squared distances of the last search. */
    private final float[] distances;

    private long added;
    private float distance;

    /** @param dimensions coordinates of an event */
    SeenEvents(int capacity, int dimensions) {
        coordinates = new float[dimensions][capacity];
        radius = new float[capacity];
        bySource = new float[capacity];
        distances = new float[capacity];
    }

    boolean isFull() {
        return added >= radius.length;
    }

    int size() {
        return (int) Math.min(added, radius.length);
    }

    /** Where the event lies that has been here longest; of a full one. */
    int oldest() {
        return (int) (added % radius.length);
    }

    /** In the place of the oldest, where it is full. */
    void add(float[] at, float within, boolean source) {
        put(oldest(), at, within, source);
        added++;
    }

    /** In the place of one that chance picks, where it is full. */
    void addAnywhere(float[] at, float within, boolean source, long seed) {
        int slot = isFull() ? (int) Long.remainderUnsigned(Seeds.mix(seed, added), radius.length) : (int) added;
        put(slot, at, within, source);
        added++;
    }

    private void put(int slot, float[] at, float within, boolean source) {
        for (int d = 0; d < coordinates.length; d++) {
            coordinates[d][slot] = at[d];
        }
        radius[slot] = within;
        bySource[slot] = source ? 1 : 0;
    }

    /** The source did not answer the last ones that were added, up to so many. */
    void disown(int last) {
        for (int i = 1; i <= Math.min(last, size()); i++) {
            bySource[(int) ((added - i) % radius.length)] = 0;
        }
    }

    void clear() {
        added = 0;
    }

    /** The event nearest to these coordinates, or -1 where there is none; {@link #distance} is then infinite. */
    int nearest(float... at) {
        int size = size();
        Arrays.fill(distances, 0, size, 0);
        for (int d = 0; d < at.length; d++) {
            float[] all = coordinates[d];
            float own = at[d];
            for (int i = 0; i < size; i++) {
                float apart = all[i] - own;
                distances[i] += apart * apart;
            }
        }
        int nearest = -1;
        float least = Float.POSITIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            if (distances[i] < least) {
                least = distances[i];
                nearest = i;
            }
        }
        distance = (float) Math.sqrt(least);
        return nearest;
    }

    /** From what the last search found. */
    float distance() {
        return distance;
    }

    float[] at(int slot) {
        float[] at = new float[coordinates.length];
        for (int d = 0; d < at.length; d++) {
            at[d] = coordinates[d][slot];
        }
        return at;
    }

    float radius(int slot) {
        return radius[slot];
    }

    boolean bySource(int slot) {
        return bySource[slot] != 0;
    }

    void save(Map<String, float[]> arrays, String name) {
        int capacity = radius.length;
        float[] all = new float[capacity * coordinates.length];
        for (int d = 0; d < coordinates.length; d++) {
            System.arraycopy(coordinates[d], 0, all, d * capacity, capacity);
        }
        arrays.put(name, all);
        arrays.put(name + "-radius", radius.clone());
        arrays.put(name + "-by-source", bySource.clone());
        arrays.put(name + "-added", Counters.floats(added));
    }

    void load(LearnedState state, String name) {
        int capacity = radius.length;
        float[] all = state.array(name, capacity * coordinates.length);
        for (int d = 0; d < coordinates.length; d++) {
            System.arraycopy(all, d * capacity, coordinates[d], 0, capacity);
        }
        System.arraycopy(state.array(name + "-radius", capacity), 0, radius, 0, capacity);
        System.arraycopy(state.array(name + "-by-source", capacity), 0, bySource, 0, capacity);
        added = Counters.longs(state.array(name + "-added", 2))[0];
    }
}
