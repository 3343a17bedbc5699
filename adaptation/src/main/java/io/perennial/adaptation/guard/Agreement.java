// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import java.util.List;

/**
 * Accuracy of both models, estimated from their confidence, and checked by how often they disagree.
 *
 * <p>On an event where two models disagree at least one is wrong. So P(disagree) is at most P(adapted wrong) + P(source
 * wrong), and if both are calibrated it is at most (1 - mean confidence) of the one plus that of the other. What
 * exceeds that bound, {@link #excess}, is error that at least one of them does not admit. Who? The mean difference of
 * confidence on contested events, {@link #gain}, is the estimated difference of accuracy: of two models that contradict
 * each other the less sure one is more likely wrong. A source that is lost on corrupted data is unsure there, so honest
 * adaptation has a gain above zero however much the two disagree.
 */
final class Agreement {

    private final Average disagreement;
    private final Average adaptedDoubt;
    private final Average sourceDoubt;
    private final Average gain;

    Agreement(int horizon) {
        disagreement = new Average(horizon);
        adaptedDoubt = new Average(horizon);
        sourceDoubt = new Average(horizon);
        gain = new Average(horizon);
    }

    void add(Comparison event) {
        disagreement.add(event.contested() ? 1 : 0);
        adaptedDoubt.add(1 - event.adaptedConfidence());
        sourceDoubt.add(1 - event.sourceConfidence());
        gain.add(event.contested() ? event.adaptedConfidence() - event.sourceConfidence() : 0);
    }

    /** Share of contested events, in [0, 1]. */
    double disagreement() {
        return disagreement.value();
    }

    /** Disagreement beyond the doubts of both, in [-2, 1]; above 0 at least one model is too sure of itself. */
    double excess() {
        return disagreement.value() - adaptedDoubt.value() - sourceDoubt.value();
    }

    /** Estimated accuracy of the adapted model less the source's, in [-1, 1]. */
    double gain() {
        return gain.value();
    }

    /** From 0 towards 1 as events come, see {@link Average#weight}. */
    double weight() {
        return gain.weight();
    }

    List<Average> averages() {
        return List.of(disagreement, adaptedDoubt, sourceDoubt, gain);
    }
}
