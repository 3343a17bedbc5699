// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import org.junit.jupiter.api.Test;

class ExpertsTest {

    private final Toy toy = new Toy();

    private static PetalOptions options(int count, double spread) {
        return Toy.options(true, 0.7, 0.01, new Restore.Fisher(0.3))
                .with(Extensions.NONE.with(new Experts.Options(count, spread)));
    }

    private Experts open(PetalOptions options) {
        float[] variance = Toy.moved(new float[Toy.SIZE], 0.1);
        return new Experts(
                toy.network,
                options,
                Posterior.of(toy.network, toy.source(), variance),
                () -> new NormPolicy(NormPolicy.Kind.EMA, 0.1, Toy.BATCH, toy.network.sourceStatistics()),
                Toy.NOISE,
                1);
    }

    private static void learn(Method method, int from, int to) {
        for (int step = from; step < to; step++) {
            method.adapt(method.score(Toy.batch(step), true));
        }
    }

    @Test
    void expertsOfOneRatePredictAsOneDoes() {
        float[] variance = Toy.moved(new float[Toy.SIZE], 0.1);
        try (Experts same = open(options(3, 1));
                Petal one = toy.open(options(1, 1), Posterior.of(toy.network, toy.source(), variance), Toy.NOISE, 1)) {
            learn(same, 0, 5);
            learn(one, 0, 5);
            float[] mixed = same.score(Toy.batch(9), false).logits().values();
            float[] alone = one.score(Toy.batch(9), false).logits().values();
            for (int i = 0; i < mixed.length; i++) {
                assertThat(mixed[i]).isCloseTo(alone[i], within(1e-5f));
            }
            assertThat(same.shares()).containsExactly(same.shares()[0], same.shares()[0], same.shares()[0]);
        }
    }

    /** Adam's first step is the rate, whatever the gradient. */
    @Test
    void theirRatesLieAroundTheConfiguredOneInTheRatioOfTheSpread() {
        PetalOptions none = Toy.options(true, Toy.UNSURE, 0, new Restore.Fisher(0))
                .with(Extensions.NONE.with(new Experts.Options(3, 4)));
        try (Experts experts = open(none)) {
            learn(experts, 0, 1);
            double[] moved = new double[3];
            for (int e = 0; e < 3; e++) {
                float[] student = experts.state().arrays().get("expert-" + e + "-student");
                for (int i = 0; i < Toy.SIZE; i++) {
                    moved[e] = Math.max(moved[e], Math.abs(student[i] - toy.source()[i]));
                }
            }
            assertThat(moved[1] / moved[0]).isCloseTo(4, within(0.05));
            assertThat(moved[2] / moved[1]).isCloseTo(4, within(0.05));
        }
    }

    @Test
    void goesOnFromItsStateBitForBit() {
        PetalOptions options = options(2, 3);
        try (Experts whole = open(options);
                Experts part = open(options);
                Experts successor = open(options)) {
            learn(whole, 0, 8);
            learn(part, 0, 4);
            successor.restore(part.state());
            learn(successor, 4, 8);
            assertThat(successor.step()).isEqualTo(8);
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(whole.state());
        }
    }

    @Test
    void scoringWithoutLearningChangesNothing() {
        try (Experts experts = open(options(2, 3))) {
            learn(experts, 0, 2);
            LearnedState before = experts.state();
            experts.score(Toy.batch(50), false).close();
            assertThat(experts.state()).usingRecursiveComparison().isEqualTo(before);
        }
    }

    @Test
    void aPredictionThatIsNotLearnedFromLeavesNoRecording() {
        try (Experts experts = open(options(2, 3))) {
            experts.score(Toy.batch(1), true).close();
            assertThat(toy.network.recordings).isZero();
        }
    }

    @Test
    void anExpertMoreCostsFourVectors() {
        try (Experts two = open(options(2, 3))) {
            learn(two, 0, 1);
            assertThat(toy.network.vectors).hasSize(4 + 2 * 4); // source, gradient, mean and variance are shared
        }
        assertThat(toy.network.vectors).isEmpty();
        try (Experts three = open(options(3, 3))) {
            learn(three, 0, 1);
            assertThat(toy.network.vectors).hasSize(4 + 3 * 4);
        }
        assertThat(toy.network.vectors).isEmpty();
    }

    @Test
    void areWhatPetalIsOpenedAsWhereMoreThanOneIsAskedFor() {
        MethodSpec spec = new MethodSpec("petal-fim", NormPolicy.Kind.EMA, 0.1, Toy.BATCH, options(2, 3));
        try (Method method =
                spec.open(toy.network, null, (Batch batch, java.util.random.RandomGenerator r) -> batch, 1)) {
            assertThat(method).isInstanceOf(Experts.class);
        }
    }
}
