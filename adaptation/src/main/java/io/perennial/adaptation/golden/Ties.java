// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import io.perennial.adaptation.method.Restore;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The reference's restore, which sees where it is a tie: where the two gradients on either side of the threshold are closer than
 * float32 rounds a gradient, which of them goes back depends on the order of an engine's additions. From there two right engines
 * part, since Adam turns one restored value into many others. A tie can be turned: then the other of the two goes back.
 */
final class Ties implements Restore {

    /** 2^-24: half the distance from 1 to the next larger float32. */
    private static final double UNIT = 0x1p-24;

    private final FisherThreshold restore;
    private final ParameterLayout layout;
    private final int events;
    private final Set<Integer> turned;
    private final List<Integer> met = new ArrayList<>();
    private int step;

    /**
     * @param events of a batch
     * @param turned steps, 1 for the first
     */
    Ties(FisherThreshold restore, ParameterLayout layout, int events, Set<Integer> turned) {
        this.restore = restore;
        this.layout = layout;
        this.events = events;
        this.turned = turned;
    }

    /** Steps so far that were a tie, turned or not. */
    List<Integer> met() {
        return met;
    }

    @Override
    public long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed) {
        step++;
        float[] values = gradient.toArray();
        int below = (int) (restore.quantile() * (values.length - 1));
        float[] magnitudes = magnitudes(values);
        Arrays.sort(magnitudes);
        float low = magnitudes[below];
        float high = magnitudes[Math.min(below + 1, values.length - 1)];
        int first = find(values, low);
        int second = find(values, high);
        if (low < high && high - low <= Math.max(rounding(values, first), rounding(values, second))) {
            met.add(step);
            if (turned.contains(step)) {
                values[first] = Math.copySign(high, values[first]);
                values[second] = Math.copySign(low, values[second]);
                gradient.set(values);
            }
        }
        return restore.apply(student, gradient, source, seed);
    }

    /**
     * How far a gradient may be off: it is a sum over the events, and errors of n additions grow as sqrt(n) (Higham, Accuracy and
     * Stability, 2002, 2.6), in units of the largest of its tensor, for terms that cancel are rounded by their own size.
     */
    private double rounding(float[] values, int at) {
        for (ParameterLayout.Slice slice : layout.slices()) {
            int end = slice.offset() + slice.length();
            if (at >= slice.offset() && at < end) {
                float largest = 0;
                for (int i = slice.offset(); i < end; i++) {
                    largest = Math.max(largest, Math.abs(values[i]));
                }
                return (3 + Math.sqrt(events)) * UNIT * largest;
            }
        }
        return 0;
    }

    private static float[] magnitudes(float... values) {
        float[] magnitudes = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            magnitudes[i] = Math.abs(values[i]);
        }
        return magnitudes;
    }

    private static int find(float[] values, float magnitude) {
        int at = 0;
        while (Math.abs(values[at]) != magnitude) {
            at++;
        }
        return at;
    }
}
