// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand steps of what a method asks of a network. Batches change their size, so that what an engine keeps by shape
 * shows; what a method itself keeps is not looked at here.
 */
public abstract class SoakContract extends NetworkFixture {

    private static final int STEPS = 10_000;

    /** A micro-batch is full most of the time; where it is flushed by time it has any size. */
    private static final int[] SIZES = {16, 16, 5, 16, 1, 16, 11};

    private static final int STEPS_OF_A_SIZE = 13;

    @Test
    public void residentMemoryIsFlatFromStep1000To10000() throws IOException {
        try (Network network = network();
                ParameterVector student = network.source();
                ParameterVector gradient = network.zeros();
                ParameterVector first = network.zeros();
                ParameterVector second = network.zeros()) {
            float[] statistics = network.sourceStatistics();
            long counted = 0;
            List<Long> resident = new ArrayList<>();
            for (int step = 1; step <= STEPS; step++) {
                Batch batch = batch(SIZES[step / STEPS_OF_A_SIZE % SIZES.length], step);
                network.forward(student, batch, NormStatistics.fixed(statistics));
                try (Recorded recorded = network.record(student, batch, NormStatistics.ema(statistics, 0.1f))) {
                    recorded.pullback(recorded.logits(), gradient);
                }
                student.adam(gradient, first, second, AdamRates.of(1e-4), step);
                network.forward(student, batch, NormStatistics.ema(statistics, 0.1f));
                if (step <= 1_000) {
                    counted = Math.max(counted, network.nativeBytes());
                }
                if (step % 1_000 == 0) {
                    resident.add(ResidentMemory.kilobytes());
                }
            }
            System.out.println(engine().describe() + ": resident memory in kB at every 1,000th step: " + resident);
            assertThat(student.isFinite()).isTrue();
            assertThat(network.nativeBytes()).isLessThanOrEqualTo(counted);
            assertThat(resident.get(9)).isLessThanOrEqualTo((long) (resident.get(0) * 1.05));
            // Once the JIT compiler has settled: 2 % of 1.3 GB over 5,000 steps are 5 kB a step.
            assertThat(resident.get(9)).isLessThanOrEqualTo((long) (resident.get(4) * 1.02));
        }
    }
}
