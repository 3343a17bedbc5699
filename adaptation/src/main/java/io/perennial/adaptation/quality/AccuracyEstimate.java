// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

/**
 * Accuracy of a model as it is estimated from probabilities alone. The error bars have two parts. Sampling: 1.96 standard
 * errors of the events' own doubts. Calibration: where adapted model and source name different classes at most one is right,
 * and which of them is what no label says, so half of those events are uncertain; and as far as the source's mean confidence
 * has moved from its accuracy on its own events, half of that. Of the source there are two estimates, the adapted model's and its
 * own; it is uncertain by as much as they differ. docs/uncertainty.md has how often this was right.
 *
 * @param accuracy in [0, 1]; NaN without events
 * @param margin half-width of its error bars; NaN where too little is known to give any
 * @param reliable whether the calibration's part of the margin is small, and no label contradicts
 */
public record AccuracyEstimate(double accuracy, double margin, boolean reliable) {

    /** Of events that are contested, and of a shift of the source's confidence: how much of it the estimate may be off. */
    private static final double DOUBT = 0.5;

    /** Most that a reliable estimate may be off by calibration: five points. */
    private static final double MOST = 0.05;

    /** Events that an estimate and that labels need to count. */
    private static final int LEAST = 100;

    private static final double TWO_SIDED_95 = 1.96;

    /**
     * Of the adapted model, or whatever was published.
     *
     * @param seen events without labels
     * @param own accuracy of the source on its own events, as its bundle tells; NaN where it does not
     * @param labelled recent events with labels, which can only take reliability away
     */
    public static AccuracyEstimate ofAdapted(EstimateSums seen, double own, LabelledSums labelled) {
        boolean contradicted =
                contradicted(labelled.adaptedExcess(), labelled.adapted().events());
        return of(seen.adapted(), seen.adaptedError(), DOUBT * seen.disagreement(), seen, own, contradicted);
    }

    /** Of the source beside it; parameters as for {@link #ofAdapted}. */
    public static AccuracyEstimate ofSource(EstimateSums seen, double own, LabelledSums labelled) {
        boolean contradicted =
                contradicted(labelled.sourceExcess(), labelled.source().events());
        double twice = Math.abs(seen.sourceConfidence() - seen.source());
        double calibration = Math.max(DOUBT * seen.disagreement(), twice);
        return of(seen.source(), seen.sourceError(), calibration, seen, own, contradicted);
    }

    private static AccuracyEstimate of(
            double accuracy, double error, double contested, EstimateSums seen, double own, boolean contradicted) {
        double calibration = contested + DOUBT * Math.abs(seen.sourceConfidence() - own);
        boolean reliable = calibration <= MOST && seen.events() >= LEAST && !contradicted; // false where it is NaN
        return new AccuracyEstimate(accuracy, TWO_SIDED_95 * error + calibration, reliable);
    }

    /** Whether labels say that the estimate is off by more than five points, beyond chance. */
    private static boolean contradicted(double excess, long labelled) {
        return labelled >= LEAST && Math.abs(excess) > MOST + TWO_SIDED_95 / 2 / Math.sqrt(labelled);
    }
}
