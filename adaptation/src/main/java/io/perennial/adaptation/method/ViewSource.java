// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.view.Views;
import java.util.SplittableRandom;

/** Gives the k-th view of the batch of a step. */
@FunctionalInterface
public interface ViewSource {

    /**
     * @param step how many steps were learned before this batch
     * @param k 0 for the first view
     */
    Batch view(Batch batch, long step, int k);

    /** Random views that depend on nothing but the seed, the step and k, so that a replay sees the same ones. */
    static ViewSource seeded(Views views, long seed) {
        return (batch, step, k) -> views.view(batch, new SplittableRandom(Seeds.mix(seed, step, k)));
    }

    /** The same of views that hardly change an event, see {@link Views#gentle}. */
    static ViewSource gentle(Views views, long seed) {
        return (batch, step, k) -> views.gentle(batch, k, new SplittableRandom(Seeds.mix(seed, step, k)));
    }
}
