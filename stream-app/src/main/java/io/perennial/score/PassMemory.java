// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.observe.PeakMemory;

/** Measures the native memory of a pass: what the process holds at most while the gradient can be computed. */
final class PassMemory {

    private PassMemory() {}

    /**
     * Bytes that one event takes in a recorded pass, as a share of the batch. Other threads allocate meanwhile, so it is good
     * to a few MB for the whole batch; 0 where the system does not tell.
     */
    static long ofEvent(Network network, Batch batch) {
        try (ParameterVector parameters = network.source()) {
            NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
            PeakMemory.start();
            double before = PeakMemory.megabytes();
            Recorded recorded = network.record(parameters, batch, statistics);
            double after = PeakMemory.megabytes();
            recorded.close();
            return (long) (Math.max(0, after - before) * 1e6 / batch.size());
        }
    }
}
