// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be added to the restore. */
class RestoreTest {

    private final Toy toy = new Toy();

    @Test
    void aQuantileOfEachTensorRestoresOfEach() {
        try (Petal whole = toy.open(Toy.adam(new Restore.Fisher(0.4)), Toy.NOISE, 1);
                Petal each = toy.open(Toy.adam(new Restore.FisherByTensor(0.4)), Toy.NOISE, 1)) {
            Toy.step(whole, Toy.batch(1));
            StepReport report = Toy.step(each, Toy.batch(1));
            // P = 12 weights and 3 biases: floor(0.4 12) = 4 and floor(0.4 15) - 4 = 2, together what a whole restores.
            assertThat(restored(each, 0, 12)).isEqualTo(4);
            assertThat(restored(each, 12, 15)).isEqualTo(2);
            assertThat(restored(whole, 0, 15)).isEqualTo(6);
            assertThat(report.restoredShare()).isEqualTo(6.0 / 15);
        }
    }

    private int restored(Petal petal, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            count += Toy.student(petal)[i] == toy.source()[i] ? 1 : 0;
        }
        return count;
    }

    static Stream<Restore> restores() {
        return Stream.of(
                new Restore.Fisher(0.4),
                new Restore.FisherByTensor(0.4),
                new Restore.FisherThreshold(0.4),
                new Restore.Stochastic(0.4));
    }

    @ParameterizedTest
    @MethodSource("restores")
    void clearedMomentsAreThoseOfTheRestoredWeights(Restore restore) {
        PetalOptions plain = Toy.adam(restore);
        try (Petal keeping = toy.open(plain, Toy.NOISE, 1);
                Petal clearing = toy.open(plain.with(Extensions.NONE.clearingMoments()), Toy.NOISE, 1)) {
            Toy.step(keeping, Toy.batch(1));
            Toy.step(clearing, Toy.batch(1));
            assertThat(Toy.student(clearing)).containsExactly(Toy.student(keeping));
            for (String moment : new String[] {"adam-first", "adam-second"}) {
                float[] kept = keeping.state().arrays().get(moment);
                float[] cleared = clearing.state().arrays().get(moment);
                for (int i = 0; i < Toy.SIZE; i++) {
                    assertThat(cleared[i]).isEqualTo(Toy.student(keeping)[i] == toy.source()[i] ? 0 : kept[i]);
                }
            }
        }
        assertThat(toy.network.vectors).isEmpty();
    }
}
