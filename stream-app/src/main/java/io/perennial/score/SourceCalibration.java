// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.quality.FixedSets;
import io.perennial.store.Reference;
import java.util.Optional;

/**
 * What a bundle tells of how far its model's probabilities can be trusted on the model's own events.
 *
 * @param temperature that the logits are divided by, 1 where none was fitted
 * @param accuracy on its own events, NaN where that is not known
 * @param nonconformity of held-out events; empty where none were measured
 */
public record SourceCalibration(double temperature, double accuracy, Optional<Reference.Nonconformity> nonconformity) {

    /** Nothing is known. */
    public static final SourceCalibration NONE = new SourceCalibration(1, Double.NaN, Optional.empty());

    static SourceCalibration of(Reference reference) {
        return new SourceCalibration(
                reference.temperature(), reference.accuracy().orElse(Double.NaN), reference.nonconformity());
    }

    /**
     * Threshold of the sets that the source would be shipped with, see {@link FixedSets}.
     *
     * @return NaN where none can be given
     */
    public float setThreshold(double level) {
        return nonconformity
                .map(known -> FixedSets.threshold(known.events(), known.scores(), level))
                .orElse(Float.NaN);
    }
}
