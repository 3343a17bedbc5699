// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A network that another one computes for; who extends it changes what has to be another. */
public abstract class ForwardingNetwork implements Network {

    private final Network network;

    protected ForwardingNetwork(Network network) {
        this.network = network;
    }

    @Override
    public ParameterLayout layout() {
        return network.layout();
    }

    @Override
    public int[] eventShape() {
        return network.eventShape();
    }

    @Override
    public int classes() {
        return network.classes();
    }

    @Override
    public float[] sourceStatistics() {
        return network.sourceStatistics();
    }

    @Override
    public int[] normChannels() {
        return network.normChannels();
    }

    @Override
    public long nativeBytes() {
        return network.nativeBytes();
    }

    @Override
    public ParameterVector zeros() {
        return network.zeros();
    }

    @Override
    public ParameterVector source() {
        return network.source();
    }

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return network.forward(parameters, batch, statistics);
    }

    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, NormStatistics statistics) {
        return network.forwardViews(parameters, batch, count, view, statistics);
    }

    @Override
    public List<Logits> forwardViews(
            ParameterVector parameters, Batch batch, int count, IntFunction<Batch> view, float[][] used) {
        return network.forwardViews(parameters, batch, count, view, used);
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return network.record(parameters, batch, statistics);
    }

    @Override
    public <A, B> Both<A, B> both(int events, Supplier<A> first, Supplier<B> second) {
        return network.both(events, first, second);
    }

    @Override
    public <A> Begun<A> beside(int events, Supplier<A> work) {
        return network.beside(events, work);
    }

    @Override
    public void close() {
        network.close();
    }
}
