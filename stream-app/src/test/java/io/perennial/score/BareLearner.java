// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;

/** A learner of partition 0 at the source. */
public final class BareLearner {

    private BareLearner() {}

    /** @param method null for one that must not be asked */
    static Learner of(Method method) {
        return of(method, null, null);
    }

    /**
     * @param network that does what is done beside the stream thread
     * @param shadow null for none
     */
    public static Learner of(Method method, Network network, SourceModel shadow) {
        return new Learner(
                () -> method,
                null,
                shadow,
                true,
                null,
                null,
                0,
                new WeightsVersion(0, "source"),
                () -> {},
                new PassTimes(() -> 0),
                network);
    }
}
