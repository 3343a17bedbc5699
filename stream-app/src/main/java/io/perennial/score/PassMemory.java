// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.observe.NativeHeap;
import io.perennial.observe.PeakMemory;
import java.util.Arrays;

/** Measures the native memory of a pass: what the process holds at most while the gradient can be computed. */
final class PassMemory {

    private static final int PASSES = 3;

    private PassMemory() {}

    /**
     * Bytes that one event takes in a recorded pass, as a share of the batch: the median of several passes, since other threads
     * allocate meanwhile; or what the network keeps of the first for the next ones, where that is more. 0 where the system does
     * not tell.
     */
    static long ofEvent(Network network, Batch batch) {
        try (ParameterVector parameters = network.source()) {
            double[] megabytes = new double[PASSES];
            long before = network.nativeBytes();
            long kept = 0;
            for (int i = 0; i < PASSES; i++) {
                megabytes[i] = ofBatch(network, parameters, batch);
                kept = Math.max(kept, network.nativeBytes() - before);
            }
            Arrays.sort(megabytes);
            return (long) (Math.max(megabytes[PASSES / 2] * 1e6, kept) / batch.size());
        }
    }

    private static double ofBatch(Network network, ParameterVector parameters, Batch batch) {
        NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
        NativeHeap.trim();
        PeakMemory.start();
        double before = PeakMemory.megabytes();
        Recorded recorded = network.record(parameters, batch, statistics);
        double after = PeakMemory.megabytes();
        recorded.close();
        return Math.max(0, after - before);
    }
}
