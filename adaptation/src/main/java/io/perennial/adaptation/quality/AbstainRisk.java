// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/**
 * Abstains from so many of the doubtful events that at most a given share of the others is wrong. The limit of doubt, 1
 * less the confidence, begins at the risk, as calibrated probabilities want it, and learns from labels as in Feldman et al.,
 * "Achieving Risk Control in Online Learning Settings" (TMLR 2023): after an answered event
 *
 * <pre>limit -= rate (wrong - risk)</pre>
 *
 * <p>A limit that has fallen below every doubt answers nothing, and would learn nothing. So after 10 / risk labelled events
 * without an answer, events that are not answered move it in the same way, until one is answered: a model that has recovered
 * is asked again. For any sequence of N answered events whose labels come before the next event,
 *
 * <pre>wrong answers <= risk N + 10 + (risk + rise) / rate</pre>
 *
 * <p>where {@code rise} is what the limit gained in silence less what it lost there. Events that are predicted
 * before the label of an earlier one arrives can each add to that.
 */
public final class AbstainRisk {

    /** Steps below 0 that the limit falls at most while nothing is answered: the evidence it takes to begin again. */
    private static final int DEEPEST = 10;

    /** Times 1 / risk labelled events without an answer are no chance any more, also where most events are doubtful. */
    private static final int PATIENCE = 10;

    private final double risk;
    private final double rate;
    private double limit;
    private int silent;

    /**
     * @param risk share of wrong ones among the answered events, in (0, 1]; at 1 everything is answered
     * @param rate of the correction, in units of doubt for each event; 0 for a limit that stays
     */
    public AbstainRisk(double risk, double rate) {
        this.risk = risk;
        this.rate = rate;
        limit = risk;
    }

    /** Whether to abstain from an event of this confidence, in [0, 1]. */
    public boolean abstains(float confidence) {
        return risk < 1 && !(1 - confidence <= limit);
    }

    /** Doubt from which on it abstains; below 0 always. */
    public double limit() {
        return limit;
    }

    /** A label has come for an event that was answered, or not. */
    public void observe(boolean answered, boolean wrong) {
        silent = answered ? 0 : silent + 1;
        if (answered || silent * risk > PATIENCE) {
            double moved = limit - rate * ((wrong ? 1 : 0) - risk);
            limit = Math.max(-DEEPEST * rate, Math.min(1, moved));
        }
    }

    /** 3 values, for {@link #load}. */
    public double[] save() {
        return new double[] {risk, limit, silent};
    }

    /**
     * Goes on from what {@link #save} gave; under another risk, from that.
     *
     * @throws IllegalStateException where it is none of that
     */
    public void load(double... state) {
        SavedNumbers.of("risk", 3, state);
        boolean same = state[0] == risk;
        limit = same ? SavedNumbers.finite("risk", state[1]) : risk;
        silent = same ? SavedNumbers.place("risk", state[2], Integer.MAX_VALUE - 1) : 0;
    }
}
