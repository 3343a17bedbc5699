// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import io.perennial.adaptation.method.Average;
import java.util.List;

/**
 * Exponential averages of the predictive entropy, a fast and a slow one for each model. Entropy that falls within a few
 * hundred events while the source's does not is the mark of a model that has begun to confirm itself.
 */
final class Certainty {

    private final Average adapted;
    private final Average adaptedBefore;
    private final Average source;
    private final Average sourceBefore;

    Certainty(int horizon, int slowHorizon) {
        adapted = new Average(horizon);
        adaptedBefore = new Average(slowHorizon);
        source = new Average(horizon);
        sourceBefore = new Average(slowHorizon);
    }

    void add(Comparison event) {
        adapted.add(event.adaptedEntropy());
        adaptedBefore.add(event.adaptedEntropy());
        source.add(event.sourceEntropy());
        sourceBefore.add(event.sourceEntropy());
    }

    /** Mean entropy of the adapted model's recent predictions, in nats. */
    double adapted() {
        return adapted.value();
    }

    /** Mean entropy of the source's predictions on the same events, in nats. */
    double source() {
        return source.value();
    }

    /** The adapted model's recent entropy as a share of what it was before; 1 where nothing is known of before. */
    double adaptedRatio() {
        return ratio(adapted, adaptedBefore);
    }

    /** The same of the source. */
    double sourceRatio() {
        return ratio(source, sourceBefore);
    }

    private static double ratio(Average now, Average before) {
        return before.value() == 0 ? 1 : now.value() / before.value();
    }

    List<Average> averages() {
        return List.of(adapted, adaptedBefore, source, sourceBefore);
    }
}
