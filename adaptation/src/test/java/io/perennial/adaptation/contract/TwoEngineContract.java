// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Engine;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Two engines, with an automatic differentiation each, against one another on random classifiers. */
public abstract class TwoEngineContract extends DifferentialContract {

    /** The engine to agree with. */
    protected abstract Engine other();

    @Override
    protected final Engine reference() {
        return other();
    }

    /** Logits and the pullback of a random gradient, under fixed, batch and mixed statistics. */
    @Property(tries = 2000)
    public void agreesWithTheOtherEngine(@ForAll("graphs") RandomGraph graph) {
        count(() -> EngineComparison.ofGradients(graph, engine(), other()));
    }

    /** libtorch took a transposed image with an extent of 1 for one in channels-last order. */
    @Example
    public void agreesOnTransposedImagesOfOneColumn() {
        assertThat(EngineComparison.ofGradients(RandomGraphs.draw(5132, 6), engine(), other()))
                .containsOnly(EngineComparison.Outcome.AGREED);
    }

    /** Channels of padding alone have one value, whose mean is rounded, and the rounding is divided by the root of epsilon. */
    @Example
    public void allowsForTheRoundedMeanOfChannelsThatDoNotVary() {
        assertThat(EngineComparison.ofGradients(RandomGraphs.draw(-1493963, 8), engine(), other()))
                .containsOnly(EngineComparison.Outcome.AGREED);
    }

    /** An Elu far below zero, whose slope one engine has as the value less its limit, and the other as a power that underflows. */
    @Example
    public void allowsForTheSlopesOfFunctionsThatLevelOut() {
        assertThat(EngineComparison.ofGradients(RandomGraphs.draw(-178341, 8), engine(), other()))
                .containsOnly(EngineComparison.Outcome.AGREED);
    }
}
