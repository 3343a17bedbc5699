// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import java.util.List;
import java.util.Map;

/**
 * The source's weights under a normalisation policy: with {@code SOURCE} the frozen model, with the others what
 * normalisation statistics alone give (Nado et al., 2020; Schneider et al., 2020). Nothing is learned by gradient.
 */
public final class Forward implements Method {

    private final Network network;
    private final NormPolicy statistics;
    private final ParameterVector source;
    private long step;

    /** @param network stays the caller's */
    public Forward(Network network, NormPolicy statistics) {
        this.network = network;
        this.statistics = statistics;
        this.source = network.source();
    }

    @Override
    public Scored score(Batch batch, Effort effort) {
        return new Scored(statistics.forward(network, source, batch, effort.learn()), null, Float.NaN, 0, null);
    }

    /** Counts the step; a moving average has learned in the pass already. */
    @Override
    public StepReport adapt(Scored scored) {
        scored.close();
        return StepReport.nothingLearned(++step, 0, 0, Held.METHOD);
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public Snapshot snapshot() {
        return statistics.standsStill()
                ? new Snapshot(List.of(new Snapshot.Member(null, statistics.moved(), 1)))
                : null;
    }

    @Override
    public LearnedState state() {
        return new LearnedState(step, Map.of("statistics", statistics.values()));
    }

    @Override
    public void restore(LearnedState state) {
        statistics.set(state.array("statistics", statistics.values().length));
        step = state.step();
    }

    @Override
    public void close() {
        source.close();
    }
}
