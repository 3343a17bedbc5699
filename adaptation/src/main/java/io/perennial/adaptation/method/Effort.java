// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/**
 * How much work a batch may cost.
 *
 * @param learn whether {@link Method#adapt} follows
 * @param views the most that a prediction averages, where the method averages any
 */
public record Effort(boolean learn, int views) {

    /** All that the method is made of. */
    public static final Effort FULL = new Effort(true, Integer.MAX_VALUE);

    /** Nothing is learned and no view is averaged: the method answers by its cheapest pass over adapted weights. */
    public static final Effort LEAST = new Effort(false, 0);

    /** All views. */
    public static Effort of(boolean learn) {
        return new Effort(learn, Integer.MAX_VALUE);
    }

    /** The same without learning, unless it may. */
    public Effort learning(boolean may) {
        return may || !learn ? this : new Effort(false, views);
    }

    /** How many views are averaged where a method would average so many. */
    int of(int wanted) {
        return Math.min(wanted, views);
    }

    /** Whether it is {@link #LEAST}. */
    boolean isLeast() {
        return !learn && views == 0;
    }
}
