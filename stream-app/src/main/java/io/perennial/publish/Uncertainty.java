// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

/**
 * How certain a prediction is. Entropies and divergences are in nats; NaN where a figure could not be computed.
 *
 * @param id of the event
 * @param entropy of the predictive distribution
 * @param margin between the two largest probabilities
 * @param mutualInformation between class and view: what the views disagree about
 * @param teacherStudentDivergence Kullback-Leibler, from teacher to student
 * @param disagreesWithSource whether adapted and source model predict different classes
 * @param sourceDivergence Kullback-Leibler, from the adapted model to the source
 * @param views that were averaged over, 0 where the anchor was sure
 * @param abstain whether the confidence is below {@code score.abstain-below}, or the views ended before the prediction
 *     had settled
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
        long step,
        String lineage) {}
