// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import java.util.List;

/**
 * How far a step carries the weights away from the source, beside how far steps usually do. Steps towards the source,
 * as of methods that restore, are no jumps.
 */
final class UpdateNorm {

    /** Steps that the usual size is an average of. */
    private static final int HORIZON = 64;

    private final Average usual = new Average(HORIZON);
    private final Average last = new Average(1);

    /**
     * Looks at the weights after a step.
     *
     * @param distance from the source, relative to the source's norm
     * @param factor of the usual step beyond which one is a jump
     * @param floor below which none is, in the same unit as the distance
     */
    boolean jumps(double distance, double factor, double floor) {
        double moved = distance - last.value();
        double typical = usual.value();
        at(distance);
        if (moved > Math.max(floor, factor * typical)) {
            return true; // and it is no part of what is usual
        }
        usual.add(Math.abs(moved));
        return false;
    }

    /** The weights have been put there. */
    void at(double distance) {
        last.set(distance);
    }

    double distance() {
        return last.value();
    }

    float[] save() {
        return Average.save(List.of(usual, last));
    }

    void load(float... state) {
        Average.load(List.of(usual, last), state);
    }
}
