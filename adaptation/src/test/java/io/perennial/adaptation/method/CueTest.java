// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import org.junit.jupiter.api.Test;

class CueTest {

    private static final int[] LABELS = {0, 1, 2, 0, 1, 2};

    private final Toy toy = new Toy();
    private final NormPolicy fixed =
            new NormPolicy(NormPolicy.Kind.SOURCE, 0, Toy.BATCH, toy.network.sourceStatistics());

    @Test
    void theGradientIsTheFiniteDifferenceOfTheLoss() {
        float[] trust = {0.2f, 0, 0.7f};
        int[] labels = {1, 0, 3};
        float[] values = {1, -1, 0.5f, 0, 2, 1, 0, -1, 0.3f, 0.1f, -0.4f, 1};
        Logits gradient = Cue.gradient(Probabilities.of(new Logits(values, 4)), labels, trust);
        float h = 1e-2f;
        for (int i = 0; i < values.length; i++) {
            float[] up = values.clone();
            float[] down = values.clone();
            up[i] += h;
            down[i] -= h;
            double slope = (Cue.loss(Probabilities.of(new Logits(up, 4)), labels, trust)
                            - Cue.loss(Probabilities.of(new Logits(down, 4)), labels, trust))
                    / (2.0 * h);
            assertThat((double) gradient.values()[i]).isCloseTo(slope, within(1e-4));
        }
    }

    @Test
    void theTermIsTheWeightTimesTheMeanCrossEntropyAndHalvesWithTheHalfLife() {
        Batch batch = Toy.batch(1);
        try (Cue cue = new Cue(toy.network, new Cue.Options(2, 5));
                ParameterVector weights = toy.network.source();
                ParameterVector into = toy.network.zeros()) {
            assertThat(cue.addTo(into, weights, fixed, 3)).isZero();
            cue.tell(batch, LABELS, 3);
            Probabilities p = Probabilities.of(
                    toy.network.forward(weights, batch, NormStatistics.fixed(toy.network.sourceStatistics())));
            double mean = 0;
            for (int i = 0; i < LABELS.length; i++) {
                mean -= Math.log(p.at(i, LABELS[i])) / LABELS.length;
            }
            assertThat(cue.addTo(into, weights, fixed, 3)).isCloseTo(2 * mean, within(1e-6));
            assertThat(cue.addTo(into, weights, fixed, 8)).isCloseTo(mean, within(1e-6));
            assertThat(cue.addTo(into, weights, fixed, 53)).isCloseTo(2 * mean / 1024, within(1e-6));
            assertThat(cue.addTo(into, weights, fixed, 54)).isZero();
        }
    }

    @Test
    void remembersTheLatestOnly() {
        try (Cue cue = new Cue(toy.network, new Cue.Options(1, 5));
                ParameterVector weights = toy.network.source();
                ParameterVector into = toy.network.zeros()) {
            Batch wrong = Toy.batch(2);
            for (int i = 0; i < 20; i++) {
                cue.tell(wrong, LABELS, 1);
            }
            Batch one = new Batch(new float[Toy.FEATURES], 1, Toy.FEATURES);
            for (int i = 0; i < Cue.CAPACITY; i++) {
                cue.tell(one, new int[] {2}, 1);
            }
            Probabilities p = Probabilities.of(
                    toy.network.forward(weights, one, NormStatistics.fixed(toy.network.sourceStatistics())));
            assertThat(cue.addTo(into, weights, fixed, 1)).isCloseTo(-Math.log(p.at(0, 2)), within(1e-5));
        }
    }

    @Test
    void labelsTeachAStudentThatAgreesWithItsTeacher() {
        Batch batch = Toy.batch(1);
        int[] opposite = new int[Toy.BATCH];
        try (Petal deaf = new Petal(toy.network, options(0), null, fixed, Toy.NOISE, 1);
                Petal listening = new Petal(toy.network, options(1), null, fixed, Toy.NOISE, 1)) {
            Probabilities before = deaf.score(batch, false).probabilities();
            for (int i = 0; i < opposite.length; i++) {
                opposite[i] = (before.label(i) + 1) % Toy.CLASSES;
            }
            for (int step = 0; step < 30; step++) {
                deaf.adapt(deaf.score(batch, true));
                deaf.tell(batch, opposite);
                listening.adapt(listening.score(batch, true));
                listening.tell(batch, opposite);
            }
            Probabilities told = listening.score(batch, false).probabilities();
            Probabilities untold = deaf.score(batch, false).probabilities();
            int right = 0;
            for (int i = 0; i < opposite.length; i++) {
                assertThat(untold.label(i)).isEqualTo(before.label(i));
                right += told.label(i) == opposite[i] ? 1 : 0;
            }
            assertThat(right).isGreaterThanOrEqualTo(Toy.BATCH - 1);
        }
    }

    @Test
    void goesOnFromItsStateBitForBit() {
        try (Petal whole = toy.open(options(1), Toy.NOISE, 1);
                Petal part = toy.open(options(1), Toy.NOISE, 1);
                Petal successor = toy.open(options(1), Toy.NOISE, 1)) {
            learn(whole, 0, 8);
            learn(part, 0, 4);
            successor.restore(part.state());
            learn(successor, 4, 8);
            assertThat(successor.state()).usingRecursiveComparison().isEqualTo(whole.state());
        }
        assertThat(toy.network.vectors).isEmpty();
    }

    private static void learn(Petal petal, int from, int to) {
        for (int step = from; step < to; step++) {
            Toy.step(petal, Toy.batch(step));
            petal.tell(Toy.batch(step), LABELS);
        }
    }

    private static PetalOptions options(double weight) {
        return Toy.options(true, Toy.SURE, 0, new Restore.Fisher(0))
                .with(Extensions.NONE.with(new Cue.Options(weight, 5)));
    }
}
