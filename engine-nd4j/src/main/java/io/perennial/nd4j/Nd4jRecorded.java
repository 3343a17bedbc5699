// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.OnceRecorded;
import io.perennial.adaptation.network.ParameterVector;

/** A forward pass whose plan is held until this is closed, for its values are what the pullback needs. */
final class Nd4jRecorded extends OnceRecorded {

    private final Plans plans;
    private final int threads;
    private Plan plan;

    /**
     * @param plan is given back when this is closed
     * @param parameters how many there are, P
     * @param threads within one operation
     */
    Nd4jRecorded(Plan plan, Logits logits, int parameters, Plans plans, int threads) {
        super(logits, parameters);
        this.plan = plan;
        this.plans = plans;
        this.threads = threads;
    }

    @Override
    protected boolean isOpen() {
        return plan != null;
    }

    @Override
    protected void differentiate(Logits gradient, ParameterVector into) {
        Nd4jRuntime.threads(threads);
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
