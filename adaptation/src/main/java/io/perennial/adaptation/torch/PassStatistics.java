// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.network.NormStatistics;
import org.bytedeco.pytorch.Tensor;

/** The normalisation statistics of one pass, in native memory as far as they are read. */
final class PassStatistics {

    private final NormStatistics statistics;
    private final Groups groups;
    private final Tensor values;

    /**
     * To be called within the scope of the pass.
     *
     * @param groups batches of equal size that go through together, see {@link Joined}; each has statistics of its own
     * @param device that the pass runs on
     */
    PassStatistics(NormStatistics statistics, Groups groups, TorchDevice device) {
        boolean needed = statistics.batchShare() < 1 || statistics.keep();
        this.statistics = statistics;
        this.groups = groups;
        this.values = needed ? device.of(statistics.values(), statistics.values().length) : null;
    }

    float batchShare() {
        return statistics.batchShare();
    }

    Groups groups() {
        return groups;
    }

    boolean keep() {
        return statistics.keep();
    }

    Tensor mean(NormLayer layer) {
        return values.narrow(0, layer.offset(), layer.channels());
    }

    Tensor variance(NormLayer layer) {
        return values.narrow(0, layer.varianceOffset(), layer.channels());
    }

    /** Writes what a layer used back to the caller's array. */
    void keep(NormLayer layer, Tensor mean, Tensor variance) {
        Host.read(mean, statistics.values(), layer.offset(), layer.channels());
        Host.read(variance, statistics.values(), layer.varianceOffset(), layer.channels());
    }
}
