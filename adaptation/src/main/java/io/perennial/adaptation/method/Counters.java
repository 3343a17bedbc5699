// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/** Whole numbers in a state of float32 arrays: two of 24 bits for each, since float32 holds those exactly. */
public final class Counters {

    private static final int HALF = 1 << 24;

    private Counters() {}

    /** @param counts each from 0 to 2^48 - 1 */
    public static float[] floats(long... counts) {
        float[] halves = new float[2 * counts.length];
        for (int i = 0; i < counts.length; i++) {
            halves[2 * i] = (float) (counts[i] / HALF);
            halves[2 * i + 1] = (float) (counts[i] % HALF);
        }
        return halves;
    }

    /** What {@link #floats} was given. */
    public static long[] longs(float... halves) {
        long[] counts = new long[halves.length / 2];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (long) halves[2 * i] * HALF + (long) halves[2 * i + 1];
        }
        return counts;
    }
}
