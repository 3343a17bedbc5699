// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;

/** A network whose passes are timed; everything else is the network's own. */
record TimedNetwork(Network network, PassTimes times) implements Network {

    @Override
    public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return times.pass(() -> network.forward(parameters, batch, statistics));
    }

    @Override
    public Recorded record(ParameterVector parameters, Batch batch, NormStatistics statistics) {
        return times.pass(() -> network.record(parameters, batch, statistics));
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
    public void close() {
        network.close();
    }
}
