// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.LearnedState;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last healthy weights, kept in memory to come back to. A copy costs time in proportion to what is copied, so the
 * more a method has learned by heart the more steps lie between two.
 */
final class HealthyState {

    /** Stands before the names of the arrays where these travel with the ones that are in use. */
    static final String PREFIX = "healthy-";

    private static final long UNIT = 1 << 20;

    private final int steps;
    private LearnedState state;
    private double distance;
    private long passed;

    /** @param steps between two copies, for each 2^20 values */
    HealthyState(int steps, LearnedState source) {
        this.steps = steps;
        this.state = source;
    }

    /** Counts a healthy step. Returns whether a copy is due. */
    boolean due() {
        long values = state.bytes() / Float.BYTES;
        return ++passed >= steps * Math.max(1, (values + UNIT - 1) / UNIT);
    }

    /** @param reached distance from the source */
    void keep(LearnedState healthy, double reached) {
        state = healthy;
        distance = (float) reached;
        passed = 0;
    }

    LearnedState state() {
        return state;
    }

    double distance() {
        return distance;
    }

    long step() {
        return state.step();
    }

    long passed() {
        return passed;
    }

    void save(Map<String, float[]> into) {
        state.arrays().forEach((name, values) -> into.put(PREFIX + name, values));
    }

    void load(LearnedState from, long step, double reached, long steps) {
        Map<String, float[]> arrays = new TreeMap<>();
        from.arrays().forEach((name, values) -> {
            if (name.startsWith(PREFIX)) {
                arrays.put(name.substring(PREFIX.length()), values);
            }
        });
        state = new LearnedState(step, arrays);
        distance = reached;
        passed = steps;
    }
}
