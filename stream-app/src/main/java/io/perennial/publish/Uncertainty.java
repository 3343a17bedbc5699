// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

/**
 * How certain a published prediction is. Entropies and divergences are in nats; NaN where a figure could not be computed.
 *
 * @param id of the event
 * @param entropy of the predictive distribution
 * @param margin between the two largest probabilities
 * @param mutualInformation between class and view: what the views disagree about
 * @param teacherStudentDivergence Jensen-Shannon, of the prediction and the student's
 * @param disagreesWithSource whether published and source prediction name different classes
 * @param sourceDivergence Jensen-Shannon, of the published prediction and the source's
 * @param views that were averaged over, 0 where the anchor was sure
 * @param abstain whether the confidence is below {@code score.abstain-below}, the estimated risk above {@code
 *     score.abstain-risk}, or the views ended before the prediction had settled
 * @param set classes of the prediction set, ascending; may be empty; null before the first label, or without any
 * @param setLevel share of events whose set is to hold the true class; NaN without a set
 * @param servedBy the model whose prediction this is about, as in {@link Prediction}
 * @param step of the weights
 * @param lineage of the weights
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a list per event would be the price
public record Uncertainty(
        String id,
        float entropy,
        float margin,
        float mutualInformation,
        float teacherStudentDivergence,
        boolean disagreesWithSource,
        float sourceDivergence,
        int views,
        boolean abstain,
        int[] set,
        float setLevel,
        String servedBy,
        long step,
        String lineage) {}
