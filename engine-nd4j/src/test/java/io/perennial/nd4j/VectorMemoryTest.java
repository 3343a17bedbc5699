// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.contract.ResidentMemory;
import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterLayout.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Ten thousand rounds of everything that is asked of vectors. */
class VectorMemoryTest {

    private static final int ROUNDS = 10_000;
    private static final ParameterLayout LAYOUT =
            new ParameterLayout(List.of(new Slice("weight", 0, 40, 50), new Slice("bias", 2_000, 50)));

    private final AtomicLong held = new AtomicLong();

    private interface Round {
        void run(int round);
    }

    @Test
    void operationsLeaveNothingBehind() throws IOException {
        try (Nd4jVector x = filled(1);
                Nd4jVector y = filled(2);
                Nd4jVector gradient = filled(3);
                Nd4jVector first = vector();
                Nd4jVector second = vector();
                INDArray transposed = Host.array(new float[2_000], 50, 40)) {
            float[] values = x.toArray();
            long grown = grown(round -> {
                x.set(values);
                x.copyFrom(y);
                x.lerp(y, 0.1f);
                x.scale(0.9f);
                x.add(gradient, 0.1f);
                x.addSquares(gradient, 0.1f);
                x.pullByImportance(y, gradient, second, 0.1f);
                x.pullToGaussian(y, gradient, second, 0.1f, 1);
                x.adam(gradient, first, second, AdamRates.of(1e-3), round);
                x.sgd(gradient, first, 1e-3f, 0.9f);
                x.restoreBelow(gradient, x.quantileOfSquares(0.03), y);
                x.restoreSmallest(gradient, 100, y);
                x.restoreSmallestOfEach(gradient, 0.03, y);
                x.restoreRandom(0.01, round, y);
                double sum = x.norm()
                        + x.distance(y)
                        + x.distances(y, LAYOUT)[1]
                        + x.squaredDeviations(y, second, 1)
                        + x.countEqual(y)
                        + x.countsEqual(y, LAYOUT)[0]
                        + x.some(10)[0]
                        + x.toArray()[0];
                assertThat(sum).isFinite();
                assertThat(x.isFinite()).isTrue();
                y.setSlice(0, x.slices()[0]);
                y.setSlice(0, transposed.transpose());
                y.setSlice(1, x.slices()[1]);
                y.zero();
            });
            // The JIT compiler still takes 2 MB at a time; 36 bytes for each operation would be 8.
            assertThat(grown).isLessThan(8_000);
        }
    }

    /** 400 kB a vector; ND4J's records of it and of its views wait for the collector, 1 kB. */
    @Test
    void closedVectorsGiveTheirMemoryBack() throws IOException {
        var large = new ParameterLayout(List.of(new Slice("weight", 0, 100, 1_000)));
        long grown = grown(round -> {
            try (Nd4jVector x = new Nd4jVector(large, held)) {
                x.scale(round);
                assertThat(x.slices()[0].getFloat(99, 999)).isZero();
            }
        });
        assertThat(grown).isLessThan(ROUNDS);
        assertThat(held).hasValue(0);
    }

    /** Resident memory in the second half of the rounds, in kB: by then the JIT compiler has settled. */
    private static long grown(Round round) throws IOException {
        List<Long> resident = new ArrayList<>();
        for (int i = 1; i <= ROUNDS; i++) {
            round.run(i);
            if (i % (ROUNDS / 10) == 0) {
                resident.add(ResidentMemory.kilobytes());
            }
        }
        System.out.println("resident memory in kB at every tenth: " + resident);
        return resident.get(9) - resident.get(4);
    }

    private Nd4jVector vector() {
        return new Nd4jVector(LAYOUT, held);
    }

    private Nd4jVector filled(int seed) {
        Nd4jVector vector = vector();
        float[] values = new float[vector.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * seed % 97 - 48) / 48f;
        }
        vector.set(values);
        return vector;
    }
}
