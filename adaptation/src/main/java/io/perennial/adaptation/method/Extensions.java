// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.uncertainty.ViewAverage;

/**
 * What may be added to PETAL from related papers, each in its own file; {@link #NONE} is PETAL as published.
 *
 * @param viewing how step 4 averages views
 * @param lookahead which student the teacher follows in step 11
 * @param divergenceGate which pseudo-labels count in step 6
 * @param cue what delayed labels add to step 6
 * @param schedule of the learning rate in step 10
 * @param experts how many models of this kind predict together
 * @param clearMoments whether the optimiser forgets the weights that step 12 restores
 */
public record Extensions(
        Viewing viewing,
        Lookahead.Options lookahead,
        DivergenceGate divergenceGate,
        Cue.Options cue,
        Schedule schedule,
        Experts.Options experts,
        boolean clearMoments) {

    /** PETAL as published. */
    public static final Extensions NONE = new Extensions(
            Viewing.PUBLISHED,
            Lookahead.Options.NONE,
            DivergenceGate.OFF,
            Cue.Options.OFF,
            Schedule.CONSTANT,
            Experts.Options.ONE,
            false);

    /**
     * @param gate whether the anchor decides for a batch or for each event
     * @param mean what is averaged
     * @param tolerance see {@link SettledViews}; 0 for all views always
     * @param unsureAlone whether views are made of the unsure events alone where statistics are those of the batch, too
     * @param firstStatistics whether the statistics of the first few views stand for those of the others where each has its own
     */
    public record Viewing(
            Gate gate, ViewAverage.Mean mean, double tolerance, boolean unsureAlone, boolean firstStatistics) {

        /** One decision for the batch, all views, the mean of their logits. */
        public static final Viewing PUBLISHED = new Viewing(Gate.BATCH, ViewAverage.Mean.LOGITS, 0);

        /** Of the whole batch where its statistics are its own, and each view by its own. */
        public Viewing(Gate gate, ViewAverage.Mean mean, double tolerance) {
            this(gate, mean, tolerance, false, false);
        }
    }

    /** The same with another way of averaging views. */
    public Extensions with(Viewing other) {
        return new Extensions(other, lookahead, divergenceGate, cue, schedule, experts, clearMoments);
    }

    /** The same with a lookahead. */
    public Extensions with(Lookahead.Options other) {
        return new Extensions(viewing, other, divergenceGate, cue, schedule, experts, clearMoments);
    }

    /** The same with a gate for pseudo-labels. */
    public Extensions with(DivergenceGate other) {
        return new Extensions(viewing, lookahead, other, cue, schedule, experts, clearMoments);
    }

    /** The same with delayed labels. */
    public Extensions with(Cue.Options other) {
        return new Extensions(viewing, lookahead, divergenceGate, other, schedule, experts, clearMoments);
    }

    /** The same with a schedule. */
    public Extensions with(Schedule other) {
        return new Extensions(viewing, lookahead, divergenceGate, cue, other, experts, clearMoments);
    }

    /** The same with experts. */
    public Extensions with(Experts.Options other) {
        return new Extensions(viewing, lookahead, divergenceGate, cue, schedule, other, clearMoments);
    }

    /** The same with an optimiser that forgets what is restored. */
    public Extensions clearingMoments() {
        return new Extensions(viewing, lookahead, divergenceGate, cue, schedule, experts, true);
    }
}
