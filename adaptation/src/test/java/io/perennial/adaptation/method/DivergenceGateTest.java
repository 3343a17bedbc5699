// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import org.junit.jupiter.api.Test;

class DivergenceGateTest {

    private final Toy toy = new Toy();
    private final float[] source = toy.source();

    private static Probabilities rows(float... logits) {
        return Probabilities.of(new Logits(logits, 2));
    }

    @Test
    void countsEventsWhoseTeacherIsWithinTheThresholdOfWhomItIsComparedWith() {
        Probabilities teacher = rows(2, 0, 2, 0, 0, 0);
        Probabilities student = rows(2, 0, -2, 0, 0, 0);
        Probabilities anchor = rows(-2, 0, 2, 0, 0, 0);
        assertThat(new DivergenceGate(0.1, DivergenceGate.From.STUDENT).weights(teacher, student, anchor))
                .containsExactly(1, 0, 1);
        assertThat(new DivergenceGate(0.1, DivergenceGate.From.ANCHOR).weights(teacher, student, anchor))
                .containsExactly(0, 1, 1);
        assertThat(new DivergenceGate(Math.log(2), DivergenceGate.From.STUDENT).weights(teacher, student, anchor))
                .containsExactly(1, 1, 1);
        assertThat(DivergenceGate.OFF.weights(teacher, student, anchor)).containsExactly(1, 1, 1);
    }

    /** A first Nesterov step is rate (1 + 0.9) g, and what counts keeps its 1 / B. */
    @Test
    void theGradientIsThatOfTheEventsThatCountAlone() {
        float[] teacher = source.clone();
        teacher[0] += 3; // the first feature's weight to the first class
        Batch unit = new Batch(new float[] {1, 0, 0, 0, 0, 1, 0, 0}, 2, Toy.FEATURES);
        try (Petal petal = open(0.01)) {
            Toy.place(petal, source, teacher);
            petal.adapt(petal.score(unit, true));
            // Only the second event counts, on which student and teacher agree: nothing is left to learn.
            assertThat(Toy.student(petal)).containsExactly(source);
            assertThat(petal.step()).isEqualTo(1);
        }
        float[] moved = source.clone();
        moved[0] += 3;
        moved[Toy.CLASSES] += 0.1f; // the second feature's, little enough
        try (Petal petal = open(0.01)) {
            Toy.place(petal, source, moved);
            Scored scored = petal.score(unit, true);
            float slope = scored.studentProbabilities().at(1, 0)
                    - scored.probabilities().at(1, 0);
            petal.adapt(scored);
            double scale = 1 / Math.sqrt(1 + 1e-5);
            assertThat((double) Toy.student(petal)[Toy.CLASSES])
                    .isCloseTo(source[Toy.CLASSES] - Toy.RATE * 1.9 * slope * scale / 2, within(1e-6));
            assertThat(Toy.student(petal)[0]).isEqualTo(source[0]);
        }
    }

    @Test
    void aBatchOfWhichNothingIsTrustedTeachesNothing() {
        float[] teacher = source.clone();
        for (int i = 0; i < Toy.FEATURES; i++) {
            teacher[i * Toy.CLASSES] += 5;
        }
        Batch ones = new Batch(new float[] {1, 1, 1, 1}, 1, Toy.FEATURES);
        try (Petal petal = open(0.01)) {
            Toy.place(petal, source, teacher);
            StepReport report = petal.adapt(petal.score(ones, true));
            assertThat(report.held()).isEqualTo(Held.UNTRUSTED);
            assertThat(petal.step()).isZero();
            assertThat(Toy.teacher(petal)).containsExactly(teacher);
        }
    }

    private Petal open(double threshold) {
        PetalOptions options = Toy.options(false, Toy.SURE, 0, new Restore.Fisher(0))
                .with(Extensions.NONE.with(new DivergenceGate(threshold, DivergenceGate.From.STUDENT)));
        NormPolicy fixed = new NormPolicy(NormPolicy.Kind.SOURCE, 0, 2, toy.network.sourceStatistics());
        return new Petal(toy.network, options, null, fixed, Toy.NOISE, 1);
    }
}
