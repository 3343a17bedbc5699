// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Prediction sets whose share of hits is held at a level whatever the stream does: adaptive conformal inference (Gibbs and
 * Candes, "Adaptive Conformal Inference Under Distribution Shift", NeurIPS 2021), on a rolling window of labelled events.
 *
 * <p>The nonconformity of a class is 1 less its probability; a set holds every class up to the (1 - miss) quantile of the
 * true classes' scores in the window. After each label, miss += rate (1 - level - err), err being 1 where the set that was
 * published did not hold the truth. Below 0 the set is everything, at 1 or more it is empty, so that for any sequence of T labels
 * that come in order, each before the next set,
 *
 * <pre>|mean err - (1 - level)| <= (max(miss_1, 1 - miss_1) + rate) / (T rate)</pre>
 *
 * (their proposition 4.1). Where D sets are published before the label of the first arrives, the numerator grows by D rate: the share of hits
 * still holds, but miss swings, and sets with it, so a long delay wants a small rate.
 */
public final class AdaptiveSets {

    private static final String PLACE = "place";
    private static final String SCORE = "score-";

    private final double level;
    private final double rate;
    private final float[] window;
    private final float[] sorted;
    private double miss;
    private int size;
    private int next;
    /** How many of the newest scores are not saved yet. */
    private int unsaved;

    /**
     * @param level share of events whose set is to hold the truth, in (0, 1)
     * @param rate of the correction, 0 or more; 0 for a plain rolling quantile
     * @param window labelled events that scores are kept of
     */
    public AdaptiveSets(double level, double rate, int window) {
        this.level = level;
        this.rate = rate;
        this.window = new float[window];
        sorted = new float[window];
        miss = 1 - level;
    }

    /** Share of events whose set is to hold the truth. */
    public double level() {
        return level;
    }

    /** Whether a label has come, so that sets say anything. */
    public boolean known() {
        return size > 0;
    }

    /** The share of misses that is aimed at now, to make up for those that were; can leave [0, 1]. */
    public double miss() {
        return miss;
    }

    /** A class is in the set if its nonconformity is not above this; infinite where the set is everything or nothing. */
    public float threshold() {
        return quantile(sorted, size, 1 - miss);
    }

    /**
     * The smallest score that at least this share of n + 1 exchangeable ones does not exceed, split conformal's: the
     * ceil((n + 1) share)-th of n.
     *
     * @param ascending the first {@code n} count
     */
    static float quantile(float[] ascending, int n, double share) {
        double rank = rank(n, share);
        if (rank < 1) {
            return Float.NEGATIVE_INFINITY;
        }
        return rank > n ? Float.POSITIVE_INFINITY : ascending[(int) rank - 1];
    }

    static double rank(int n, double share) {
        return Math.ceil((n + 1) * share - 1e-9); // (n + 1) 0.9 is a hair above a whole number now and then
    }

    /**
     * A label has come.
     *
     * @param score nonconformity of the true class, from 0 to 1
     * @param threshold of the set that was published for the event, NaN for none
     */
    public void observe(float score, float threshold) {
        if (!Float.isFinite(score)) {
            return; // a prediction that is not a number has no place among scores
        }
        if (!Float.isNaN(threshold)) {
            miss += rate * (1 - level - (score <= threshold ? 0 : 1));
        }
        if (size == window.length) {
            remove(window[next]);
        }
        window[next] = score;
        next = (next + 1) % window.length;
        unsaved = Math.min(unsaved + 1, window.length);
        insert(score);
    }

    private void remove(float score) {
        int at = Arrays.binarySearch(sorted, 0, size, score);
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        size--;
    }

    private void insert(float score) {
        int at = Arrays.binarySearch(sorted, 0, size, score);
        at = at < 0 ? -at - 1 : at;
        System.arraycopy(sorted, at, sorted, at + 1, size - at);
        sorted[at] = score;
        size++;
    }

    /** Hands over what has changed since the last call, by name: after a label, the miss and one score. */
    public void save(BiConsumer<String, double[]> changed) {
        changed.accept(PLACE, new double[] {level, miss, next, size});
        for (int back = 1; back <= unsaved; back++) {
            int slot = Math.floorMod(next - back, window.length);
            changed.accept(SCORE + slot, new double[] {window[slot]});
        }
        unsaved = 0;
    }

    /**
     * Goes on from what was saved. Of another window or level, only the scores that fit are taken.
     *
     * @param known what {@link #save} handed over last under a name, or null
     * @throws IllegalStateException where a part of it is missing or damaged
     */
    public void load(Function<String, double[]> known) {
        double[] state = known.apply(PLACE);
        if (state == null) {
            return;
        }
        SavedNumbers.of(PLACE, 4, state);
        int saved = SavedNumbers.place(PLACE, state[3], Integer.MAX_VALUE);
        int place = SavedNumbers.place(PLACE, state[2], Integer.MAX_VALUE);
        boolean same = place < window.length
                && saved <= window.length
                && (saved == window.length || place == saved % window.length);
        miss = state[0] == level ? SavedNumbers.finite(PLACE, state[1]) : 1 - level;
        size = Math.min(saved, window.length);
        for (int i = 0; i < size; i++) {
            window[i] = (float) SavedNumbers.of(SCORE + i, 1, known.apply(SCORE + i))[0];
            sorted[i] = window[i];
        }
        Arrays.sort(sorted, 0, size);
        next = same ? place : size % window.length;
    }
}
