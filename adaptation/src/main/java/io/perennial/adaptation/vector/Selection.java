// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.vector;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.SplittableRandom;

/**
 * Quantiles and the restores that follow from them. All of it compares bit patterns without the sign: they order
 * magnitudes as integers, squares keep the order of magnitudes, and magnitudes do not underflow.
 */
public final class Selection {

    /** Every bit but the sign. */
    public static final int MAGNITUDE = Integer.MAX_VALUE;

    /** The largest magnitude of a number; above it are those that are not numbers. */
    public static final int INFINITY = 0x7f800000;

    /** The smallest magnitude that is not denormal. */
    public static final int LOWEST_OF_EXPONENT = 0x00800000;

    private Selection() {}

    /** As {@link io.perennial.adaptation.network.ParameterVector#quantileOfSquares}. */
    public static float quantileOfSquares(Span x, double share) {
        int size = x.size();
        if (!(share >= 0 && share <= 1) || size == 0) {
            throw new IllegalArgumentException(
                    "quantile refused: expected a share from 0 to 1 of at least one value, got " + share + " of "
                            + size);
        }
        double position = share * (size - 1);
        int below = (int) position;
        OrderStatistic lower = OrderStatistic.of(x, below, MAGNITUDE);
        double low = square(lower.magnitude());
        double part = position - below;
        return part == 0 ? (float) low : (float) (low + part * (square(next(x, lower, below)) - low));
    }

    /** The order statistic after the given one: the same value again, or the smallest that is larger. */
    private static int next(Span x, OrderStatistic lower, int below) {
        if (lower.smaller() + lower.equal() > below + 1) {
            return lower.magnitude();
        }
        int[] next = {MAGNITUDE};
        Chunks.count(
                0,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    int floor = lower.magnitude();
                    int smallest = next[0];
                    for (int i = 0; i < length; i++) {
                        int magnitude = a[i] & MAGNITUDE;
                        smallest = magnitude > floor ? Math.min(smallest, magnitude) : smallest;
                    }
                    next[0] = smallest;
                    return 0;
                },
                x);
        return next[0];
    }

    /** As {@link io.perennial.adaptation.network.ParameterVector#restoreBelow}. */
    public static long restoreBelow(Span x, Span gradient, float threshold, Span source) {
        return restore(x, gradient, firstNotBelow(threshold), source);
    }

    /** The smallest magnitude whose square, in float32, is not below the threshold. */
    private static int firstNotBelow(float threshold) {
        int from = 0;
        int to = INFINITY;
        while (from < to) {
            int middle = (from + to) >>> 1;
            float value = Float.intBitsToFloat(middle);
            if (value * value < threshold) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    /** As {@link io.perennial.adaptation.network.ParameterVector#restoreSmallest}. */
    public static long restoreSmallest(Span x, Span gradient, long count, Span source) {
        if (count < 0 || count > x.size()) {
            throw new IllegalArgumentException("restore refused: expected 0 to " + x.size() + " values, got " + count);
        }
        if (count == 0) {
            return 0;
        }
        OrderStatistic last = OrderStatistic.of(gradient, (int) count - 1, INFINITY);
        if (last.smaller() > 0) {
            restore(x, gradient, last.magnitude(), source);
        }
        int ties = (int) count - last.smaller();
        for (int i = 0; ties > 0; i++) {
            if (Math.min(gradient.bits().get(i) & MAGNITUDE, INFINITY) == last.magnitude()) {
                x.bits().put(i, source.bits().get(i));
                ties--;
            }
        }
        return count;
    }

    /** As {@link io.perennial.adaptation.network.ParameterVector#restoreSmallestOfEach}. */
    public static long restoreSmallestOfEach(Span x, Span gradient, double share, ParameterLayout layout, Span source) {
        long restored = 0;
        for (ParameterLayout.Slice slice : layout.slices()) {
            int from = slice.offset();
            int length = slice.length();
            long count = (long) Math.floor(share * (from + length)) - (long) Math.floor(share * from);
            restored += restoreSmallest(
                    x.part(from, length), gradient.part(from, length), count, source.part(from, length));
        }
        return restored;
    }

    /** Draws how many values lie between those that are restored, which costs as much as there are of those. */
    public static long restoreRandom(Span x, double probability, long seed, Span source) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "restore refused: expected a probability from 0 to 1, got " + probability);
        }
        var random = new SplittableRandom(seed);
        double logarithm = Math.log1p(-probability);
        long restored = 0;
        for (double at = gap(random, logarithm); at < x.size(); at += 1 + gap(random, logarithm)) {
            x.bits().put((int) at, source.bits().get((int) at));
            restored++;
        }
        return restored;
    }

    /** Geometric: floor(ln u / ln(1 - p)), u in (0, 1]; 0 for p = 1, infinite for p = 0. */
    private static double gap(SplittableRandom random, double logarithm) {
        double drawn = Math.log(1 - random.nextDouble());
        return logarithm == 0 ? Double.POSITIVE_INFINITY : Math.floor(drawn / logarithm);
    }

    /** this := source where the gradient's magnitude is smaller. */
    private static long restore(Span x, Span gradient, int magnitude, Span source) {
        return Chunks.count(
                1,
                (chunk, length) -> {
                    int[] a = chunk[0];
                    int[] g = chunk[1];
                    int[] s = chunk[2];
                    int restored = 0;
                    for (int i = 0; i < length; i++) {
                        // All ones where it is smaller: neither is negative, so the difference does not overflow.
                        int smaller = (g[i] & MAGNITUDE) - magnitude >> 31;
                        a[i] = s[i] & smaller | a[i] & ~smaller;
                        restored -= smaller;
                    }
                    return restored;
                },
                x,
                gradient,
                source);
    }

    private static double square(int magnitude) {
        double value = Float.intBitsToFloat(magnitude);
        return value * value;
    }
}
