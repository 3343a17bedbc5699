// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.ForwardingNetwork;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A network whose passes are timed. */
final class TimedNetwork extends ForwardingNetwork {

    private final PassTimes times;

    TimedNetwork(Network network, PassTimes times) {
        super(network);
        this.times = times;
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return times.pass(() -> super.forward(parameters, batch, statistics));
    }

    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, NormStatistics statistics) {
        return times.views(() -> super.forwardViews(parameters, batch, count, view, statistics));
    }

    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
        return times.views(() -> super.forwardViews(parameters, batch, count, view, used));
    }

    @Override
    public <A, B> Both<A, B> both(int events, Supplier<A> first, Supplier<B> second) {
        return times.passes(() -> super.both(events, first, second));
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return times.pass(() -> super.record(parameters, batch, statistics));
    }
}
