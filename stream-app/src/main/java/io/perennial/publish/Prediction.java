// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

/**
 * What is predicted for one event, and by which weights.
 *
 * @param id of the event
 * @param label index of the predicted class
 * @param name of the predicted class
 * @param probabilities [C], sums to 1
 * @param confidence the largest probability
 * @param sourceLabel index of the class that the source model predicts, -1 where it was not asked
 * @param sourceConfidence its largest probability, NaN where it was not asked
 * @param servedBy {@link #ADAPTED}, {@link #CHECKPOINT} or {@link #SOURCE}: the model whose prediction this is
 * @param model name of the bundle
 * @param version of the bundle
 * @param step of the weights
 * @param lineage of the weights: where they descend from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would be the price
public record Prediction(
        String id,
        int label,
        String name,
        float[] probabilities,
        float confidence,
        int sourceLabel,
        float sourceConfidence,
        String servedBy,
        String model,
        String version,
        long step,
        String lineage) {

    public static final String ADAPTED = "adapted";
    public static final String CHECKPOINT = "checkpoint";
    public static final String SOURCE = "source";
}
