// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Steps 6 to 12 of a batch: what is learned, and what goes back to the source. */
class PetalTest {

    private static final Restore NONE = new Restore.Fisher(0);

    private final Toy toy = new Toy();
    private final float[] source = toy.source();
    private final Batch batch = Toy.batch(1);

    /** Rows of (softmax(z) - softmax(t)) / B against rows of inputs; a first Nesterov step is rate (1 + 0.9) g. */
    @Test
    void theStudentMovesAgainstTheGradientOfTheCrossEntropy() {
        float[] teacher = Toy.moved(source, 0);
        teacher[0] += 2;
        teacher[4] -= 1;
        PetalOptions sgd = Toy.options(false, Toy.SURE, 0, NONE);
        Batch unit = new Batch(new float[] {1, 0, 0, 0, 0, 1, 0, 0}, 2, Toy.FEATURES);
        NormPolicy fixed = new NormPolicy(NormPolicy.Kind.SOURCE, 0, 2, toy.network.sourceStatistics());
        try (Petal petal = new Petal(toy.network, sgd, null, fixed, Toy.NOISE, 1)) {
            Toy.place(petal, source, teacher);
            Probabilities z = softmax(source, unit);
            Probabilities t = softmax(teacher, unit);
            petal.adapt(petal.score(unit, true));
            float[] student = Toy.student(petal);
            for (int c = 0; c < Toy.CLASSES; c++) {
                double first = (z.at(0, c) - (double) t.at(0, c)) / 2;
                double second = (z.at(1, c) - (double) t.at(1, c)) / 2;
                double[] expected = {first, second, 0, 0, first + second};
                for (int row = 0; row < expected.length; row++) {
                    int i = row * Toy.CLASSES + c;
                    assertThat((double) student[i]).isCloseTo(source[i] - Toy.RATE * 1.9 * expected[row], within(2e-6));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.03, 0.5, 1})
    void theTeacherFollowsTheStudentAsItWasBeforeTheRestore(double delta) {
        float[] unrestored = studentAfterOneStep(NONE);
        try (Petal petal = toy.open(Toy.adam(new Restore.Fisher(delta)), Toy.NOISE, 1)) {
            Toy.step(petal, batch);
            for (int i = 0; i < Toy.SIZE; i++) {
                assertThat((double) Toy.teacher(petal)[i])
                        .isCloseTo(Toy.MOMENTUM * source[i] + (1 - Toy.MOMENTUM) * unrestored[i], within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.03, 0.3, 0.5, 0.999, 1})
    void exactlyTheFloorOfDeltaPValuesGoBackAndTheyHaveTheSmallestFisher(double delta) {
        int count = (int) Math.floor(delta * Toy.SIZE);
        float[] unrestored = studentAfterOneStep(NONE);
        try (Petal petal = toy.open(Toy.adam(new Restore.Fisher(delta)), Toy.NOISE, 1)) {
            StepReport report = Toy.step(petal, batch);
            float[] gradient = petal.state().arrays().get("adam-first"); // after one step 0.1 g
            Set<Integer> smallest = IntStream.range(0, Toy.SIZE)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> Math.abs(gradient[i])))
                    .limit(count)
                    .collect(Collectors.toSet());
            float[] student = Toy.student(petal);
            for (int i = 0; i < Toy.SIZE; i++) {
                assertThat(student[i]).isEqualTo(smallest.contains(i) ? source[i] : unrestored[i]);
            }
            assertThat(petal.studentEqualToSource()).isEqualTo(count);
            assertThat(report.restoredShare()).isEqualTo((double) count / Toy.SIZE);
        }
    }

    @Test
    void zeroGradientsGoBackFirstWhereThePublishedThresholdRestoresNone() {
        // The third and fourth features never vary, so 6 of the 15 gradients are exactly 0.
        Batch flat = new Batch(new float[] {1, 2, 0, 0, -1, 3, 0, 0}, 2, Toy.FEATURES);
        float[] moved = Toy.moved(source, 0.5);
        moved[0] += 1;
        ViewSource same = (x, step, k) -> x;
        try (Petal exact = toy.open(Toy.adam(new Restore.Fisher(0.2)), same, 1);
                Petal published = toy.open(Toy.adam(new Restore.FisherThreshold(0.2)), same, 1)) {
            for (Petal petal : new Petal[] {exact, published}) {
                Toy.place(petal, moved, source);
                Toy.step(petal, flat);
            }
            float[] student = Toy.student(exact);
            assertThat(IntStream.range(0, Toy.SIZE).filter(i -> student[i] == source[i]))
                    .containsExactly(6, 7, 8);
            assertThat(published.studentEqualToSource()).isZero();
        }
    }

    @Test
    void adamsMomentsStayWhenTheirWeightsGoBack() {
        try (Petal all = toy.open(Toy.adam(new Restore.Fisher(1)), Toy.NOISE, 1);
                Petal none = toy.open(Toy.adam(NONE), Toy.NOISE, 1)) {
            Toy.step(all, batch);
            Toy.step(none, batch);
            assertThat(Toy.student(all)).containsExactly(source);
            for (String moment : new String[] {"adam-first", "adam-second"}) {
                assertThat(all.state().arrays().get(moment))
                        .containsExactly(none.state().arrays().get(moment))
                        .isNotEqualTo(new float[Toy.SIZE]);
            }
        }
    }

    @Test
    void stochasticRestorePutsBackItsProbabilityAndDrawsAnewEveryStep() {
        LinearNetwork wide = new LinearNetwork(199, 10, 0.1);
        float[] values = new float[8 * 199];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin((double) i * i);
        }
        Batch x = new Batch(values, 8, 199);
        NormPolicy fixed = new NormPolicy(NormPolicy.Kind.SOURCE, 0, 8, wide.sourceStatistics());
        PetalOptions options = Toy.adam(new Restore.Stochastic(0.25));
        ViewSource louder = (batch, step, k) -> {
            float[] view = batch.values().clone();
            for (int i = 0; i < view.length; i++) {
                view[i] *= 2 + k;
            }
            return new Batch(view, batch.shape());
        };
        try (Petal petal = new Petal(wide, options, null, fixed, louder, 1);
                ParameterVector untouched = wide.source()) {
            double first = Toy.step(petal, x).restoredShare();
            Set<Integer> back = restored(Toy.student(petal), untouched.toArray());
            // 2,000 draws at 0.25: the share's standard deviation is below 0.01.
            assertThat(first).isCloseTo(0.25, within(0.05));
            assertThat(back).hasSize((int) Math.round(first * 2_000));
            Toy.step(petal, x);
            assertThat(restored(Toy.student(petal), untouched.toArray())).isNotEqualTo(back);
        }
    }

    @Test
    void thePriorPullsTowardsThePosteriorsMeanTheHarderTheSmallerTheVariance() {
        float[] variance = new float[Toy.SIZE];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = 1 + i;
        }
        float[] mean = Toy.moved(source, -1);
        Posterior posterior = Posterior.of(toy.network, mean, variance);
        double weight = 0.2;
        try (Petal petal =
                toy.open(Toy.options(false, Toy.SURE, weight, new Restore.Fisher(0.2)), posterior, Toy.NOISE, 1)) {
            // The teacher's biases are all higher by 1: softmax is the same, so the prior's is the only gradient.
            float[] start = Toy.moved(source, 0.5);
            float[] teacher = start.clone();
            for (int i = Toy.FEATURES * Toy.CLASSES; i < Toy.SIZE; i++) {
                teacher[i] += 1;
            }
            Toy.place(petal, start, teacher);
            Toy.step(petal, batch);
            float[] student = Toy.student(petal);
            for (int i = 0; i < 12; i++) {
                double pull = weight * ((double) start[i] - mean[i]) / (variance[i] + 1e-6);
                assertThat((double) student[i]).isCloseTo(start[i] - Toy.RATE * 1.9 * pull, within(1e-6));
            }
            // The Fisher values include the prior: the weakest pulls are the smallest.
            assertThat(IntStream.range(0, Toy.SIZE).filter(i -> student[i] == source[i]))
                    .containsExactly(12, 13, 14);
        }
    }

    @Test
    void aBatchWithoutAFiniteGradientTeachesNothing() {
        float[] values = batch.values().clone();
        values[7] = Float.NaN;
        NormPolicy fixed = new NormPolicy(NormPolicy.Kind.SOURCE, 0, Toy.BATCH, toy.network.sourceStatistics());
        try (Petal petal = new Petal(toy.network, Toy.adam(new Restore.Fisher(0.3)), null, fixed, Toy.NOISE, 1)) {
            Toy.step(petal, batch);
            LearnedState before = petal.state();
            StepReport report = Toy.step(petal, new Batch(values, batch.shape()));
            assertThat(report.learned()).isFalse();
            assertThat(report.held()).isEqualTo(Held.NON_FINITE);
            assertThat(report.step()).isEqualTo(1);
            assertThat(report.restoredShare()).isZero();
            assertThat(petal.state()).usingRecursiveComparison().isEqualTo(before);
            assertThat(toy.network.recordings).isZero();
        }
    }

    @Test
    void oneEventThatOverflowsLeavesNoTraceInTheMovingAverage() {
        float[] values = batch.values().clone();
        values[7] = 3e38f; // finite, its square is not
        try (Petal petal = toy.open(Toy.adam(new Restore.Fisher(0.3)), Toy.NOISE, 1)) {
            Toy.step(petal, batch);
            float[] before = petal.state().arrays().get("statistics");
            Toy.step(petal, new Batch(values, batch.shape()));
            assertThat(petal.state().arrays().get("statistics")).containsExactly(before);
            assertThat(Toy.step(petal, batch).held()).isNull();
        }
    }

    @Test
    void theReportSaysHowFarTheTeacherIsFromTheSource() {
        try (Petal petal = toy.open(Toy.adam(NONE), Toy.NOISE, 1)) {
            StepReport report = Toy.step(petal, batch);
            double square = 0;
            double norm = 0;
            for (int i = 0; i < Toy.SIZE; i++) {
                square += Math.pow((double) Toy.teacher(petal)[i] - source[i], 2);
                norm += Math.pow(source[i], 2);
            }
            assertThat(report.distance()).isPositive().isCloseTo(Math.sqrt(square / norm), within(1e-9));
        }
    }

    private float[] studentAfterOneStep(Restore restore) {
        try (Petal petal = toy.open(Toy.adam(restore), Toy.NOISE, 1)) {
            Toy.step(petal, batch);
            return Toy.student(petal);
        }
    }

    private Probabilities softmax(float[] parameters, Batch x) {
        try (ParameterVector vector = toy.network.zeros()) {
            vector.set(parameters);
            return Probabilities.of(
                    toy.network.forward(vector, x, NormStatistics.fixed(toy.network.sourceStatistics())));
        }
    }

    private static Set<Integer> restored(float[] student, float[] source) {
        return IntStream.range(0, student.length)
                .filter(i -> student[i] == source[i])
                .boxed()
                .collect(Collectors.toSet());
    }
}
