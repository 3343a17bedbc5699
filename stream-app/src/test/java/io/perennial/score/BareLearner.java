// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.Method;

/** A learner of partition 0 at the source, with no model beside its method. */
final class BareLearner {

    private BareLearner() {}

    /** @param method null for one that must not be asked */
    static Learner of(Method method) {
        return new Learner(
                () -> method,
                null,
                null,
                true,
                null,
                null,
                0,
                new WeightsVersion(0, "source"),
                () -> {},
                new PassTimes(() -> 0));
    }
}
