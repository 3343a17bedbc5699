// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;

/** A forward pass whose plan is held until this is closed, for its values are what the pullback needs. */
final class Nd4jRecorded implements Recorded {

    private final Logits logits;
    private final Plans plans;
    private Plan plan;
    private boolean used;

    /** @param plan is given back when this is closed */
    Nd4jRecorded(Plan plan, Logits logits, Plans plans) {
        this.plan = plan;
        this.logits = logits;
        this.plans = plans;
    }

    @Override
    public Logits logits() {
        return logits;
    }

    @Override
    public void pullback(Logits gradient, ParameterVector into) {
        if (plan == null || used) {
            throw new IllegalStateException("pullback refused: expected an open recording not pulled back yet, got "
                    + (plan == null ? "a closed one" : "a second call"));
        }
        if (gradient.values().length != logits.values().length) {
            throw new IllegalArgumentException("gradient refused: expected " + logits.values().length
                    + " values as the logits, got " + gradient.values().length);
        }
        used = true;
        plan.pullback(gradient, Nd4jVector.of(into));
    }

    @Override
    public void close() {
        if (plan != null) {
            plans.give(plan);
            plan = null;
        }
    }
}
