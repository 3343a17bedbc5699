// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stream leaves behind, and how another process goes on with it. */
class PetalStateTest {

    private final Toy toy = new Toy();

    static Stream<PetalOptions> variants() {
        return Stream.of(
                Toy.adam(new Restore.Fisher(0.3)),
                Toy.adam(new Restore.Stochastic(0.3)),
                Toy.options(false, 0.7, 0, new Restore.FisherThreshold(0.3)),
                Toy.options(true, 0.7, 0.01, new Restore.Fisher(0.3)),
                Toy.adam(new Restore.FisherByTensor(0.3)),
                extended(Extensions.NONE.with(new Lookahead.Options(Lookahead.Kind.DEPTH, 2))),
                extended(Extensions.NONE.with(new Lookahead.Options(Lookahead.Kind.WIDTH, 2))),
                extended(Extensions.NONE.with(new Schedule(2, 3, 0.1, true))),
                extended(Extensions.NONE.with(new DivergenceGate(1e-3, DivergenceGate.From.ANCHOR))),
                extended(
                        Extensions.NONE.with(new Extensions.Viewing(Gate.EVENT, ViewAverage.Mean.PROBABILITIES, 0.01))),
                extended(Extensions.NONE.clearingMoments()));
    }

    private static PetalOptions extended(Extensions extensions) {
        return Toy.options(true, 0.7, 0.01, new Restore.Fisher(0.3)).with(extensions);
    }

    private Petal open(PetalOptions options, long seed) {
        float[] variance = Toy.moved(new float[Toy.SIZE], 0.1);
        return toy.open(options, Posterior.of(toy.network, toy.source(), variance), Toy.NOISE, seed);
    }

    private static void learn(Petal petal, int from, int to) {
        for (int step = from; step < to; step++) {
            Toy.step(petal, Toy.batch(step));
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void goesOnFromItsStateBitForBit(PetalOptions options) {
        try (Petal whole = open(options, 1);
                Petal part = open(options, 1);
                Petal successor = open(options, 1)) {
            learn(whole, 0, 8);
            learn(part, 0, 4);
            successor.restore(part.state());
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(part.state());
            learn(successor, 4, 8);
            assertThat(successor.step()).isEqualTo(8);
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(whole.state());
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void scoresInBetweenChangeNoWeight(PetalOptions options) {
        try (Petal quiet = open(options, 1);
                Petal busy = open(options, 1)) {
            for (int step = 0; step < 4; step++) {
                busy.score(Toy.batch(100 + step), false).close();
                learn(quiet, step, step + 1);
                learn(busy, step, step + 1);
            }
            assertThat(busy.state()).usingRecursiveComparison().isEqualTo(quiet.state());
        }
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherSeedOthers() {
        PetalOptions options = Toy.adam(new Restore.Stochastic(0.3));
        try (Petal one = open(options, 1);
                Petal same = open(options, 1);
                Petal other = open(options, 2)) {
            learn(one, 0, 4);
            learn(same, 0, 4);
            learn(other, 0, 4);
            assertThat(same.state()).usingRecursiveComparison().isEqualTo(one.state());
            assertThat(Toy.student(other)).isNotEqualTo(Toy.student(one));
        }
    }

    @Test
    void aStateIsACopy() {
        try (Petal petal = open(Toy.adam(new Restore.Fisher(0.3)), 1)) {
            LearnedState start = petal.state();
            learn(petal, 0, 1);
            assertThat(start.step()).isZero();
            assertThat(start.arrays().get("student")).containsExactly(toy.source());
            assertThat(start.arrays().get("statistics")).containsExactly(toy.network.sourceStatistics());
        }
    }

    @Test
    void aRestoredStateGoesBackToTheSource() {
        try (Petal petal = open(Toy.adam(new Restore.Fisher(0.3)), 1)) {
            LearnedState start = petal.state();
            learn(petal, 0, 3);
            petal.restore(start);
            assertThat(petal.step()).isZero();
            assertThat(petal.state()).usingRecursiveComparison().isEqualTo(start);
        }
    }

    @Test
    void refusesTheStateOfAnotherModelOrOptimiser() {
        PetalOptions sgd = Toy.options(false, Toy.SURE, 0, new Restore.Fisher(0.3));
        try (Petal petal = open(Toy.adam(new Restore.Fisher(0.3)), 1);
                Petal other = open(sgd, 1)) {
            assertThatThrownBy(() -> petal.restore(new LearnedState(1, Map.of("student", new float[7]))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "learned state refused: expected \"student\" with 15 values, got 7;"
                                    + " it belongs to another model or method: configure what learned it, or begin with an empty state");
            assertThatThrownBy(() -> petal.restore(other.state())).hasMessageContaining("\"adam-first\"");
        }
    }

    @Test
    void closesEveryVectorItOwns() {
        try (Petal petal = open(Toy.adam(new Restore.Fisher(0.3)), 1)) {
            learn(petal, 0, 2);
            assertThat(toy.network.vectors).hasSize(8); // P floats each: the mean is not the source itself here
        }
        assertThat(toy.network.vectors).isEmpty();
        assertThat(toy.network.recordings).isZero();
    }
}
