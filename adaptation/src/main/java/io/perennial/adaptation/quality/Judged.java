// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import io.perennial.adaptation.uncertainty.Probabilities;

/**
 * A prediction, and what turned out to be true.
 *
 * @param published [1, C], as it was published
 * @param label class that was published
 * @param source [1, C], the untouched source's; null where it was not asked
 * @param adaptive threshold of the adaptive set that was published; NaN for none
 * @param fixed threshold of the source's fixed set; NaN for none
 * @param abstained whether the prediction was marked as not to be relied on
 * @param time of the event, milliseconds since the epoch
 * @param step of the weights that predicted it
 * @param truth class that it had
 * @param delay milliseconds from the prediction to the label
 */
public record Judged(
        Probabilities published,
        int label,
        Probabilities source,
        float adaptive,
        float fixed,
        boolean abstained,
        long time,
        long step,
        int truth,
        long delay) {

    /** How little the published probabilities think of the true class, from 0 to 1. */
    public float nonconformity() {
        return nonconformity(published, truth);
    }

    /** Of any class of a prediction [1, C]. */
    static float nonconformity(Probabilities p, int type) {
        return 1 - p.at(0, type);
    }
}
