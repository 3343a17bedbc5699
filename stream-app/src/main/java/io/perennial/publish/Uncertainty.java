// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

/**
 * How certain a published prediction is. Entropies and divergences are in nats; NaN where a figure could not be computed.
 *
 * @param id of the event
 * @param entropy of the predictive distribution
 * @param margin between the two largest probabilities
 * @param mutualInformation between class and view: what the views disagree about
 * @param teacherStudentDivergence Kullback-Leibler, from teacher to student
 * @param disagreesWithSource whether published and source prediction name different classes
 * @param sourceDivergence Kullback-Leibler, from the published prediction to the source's
 * @param views that were averaged over, 0 where the anchor was sure
 * @param abstain whether the confidence is below {@code score.abstain-below}, or the views ended before the prediction
 *     had settled
 * @param servedBy the model whose prediction this is about, as in {@link Prediction}
 * @param step of the weights
 * @param lineage of the weights
 */
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
        String servedBy,
        long step,
        String lineage) {}
