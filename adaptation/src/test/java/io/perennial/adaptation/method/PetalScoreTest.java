// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps 1 to 5 of a batch: the prediction and the gate before the views. */
class PetalScoreTest {

    private static final Restore NONE = new Restore.Fisher(0);
    private static final ViewSource NEVER_ASKED = (batch, step, k) -> {
        throw new AssertionError("view " + k + " of step " + step + " was asked for");
    };

    private final Toy toy = new Toy();
    private final float[] source = toy.source();
    private final Batch batch = Toy.batch(1);

    @Test
    void asksForNoViewWhereTheAnchorIsSure() {
        float[] teacher = Toy.moved(source, 0);
        teacher[0] += 1;
        try (Petal petal = toy.open(Toy.options(true, Toy.SURE, 0, NONE), NEVER_ASKED, 1)) {
            Toy.place(petal, source, teacher);
            try (Scored scored = petal.score(batch, false)) {
                assertThat(scored.views()).isZero();
                assertThat(scored.mutualInformation(0)).isZero();
                assertThat(scored.logits().values())
                        .containsExactly(forward(teacher, batch).values());
            }
        }
    }

    @Test
    void averagesTheLogitsOfExactlyKViewsByTheTeacherWhereTheAnchorIsUnsure() {
        float[] teacher = Toy.moved(source, 0);
        teacher[0] += 1;
        List<Integer> asked = new ArrayList<>();
        ViewSource views = (x, step, k) -> {
            assertThat(step).isZero();
            asked.add(k);
            return Toy.NOISE.view(x, step, k);
        };
        try (Petal petal = toy.open(Toy.options(true, Toy.UNSURE, 0, NONE), views, 1)) {
            Toy.place(petal, source, teacher);
            try (Scored scored = petal.score(batch, false)) {
                assertThat(asked).containsExactly(0, 1, 2);
                assertThat(scored.views()).isEqualTo(3);
                assertThat(scored.mutualInformation(0)).isPositive();
                for (int i = 0; i < scored.logits().values().length; i++) {
                    double sum = 0;
                    for (int k = 0; k < 3; k++) {
                        sum += forward(teacher, Toy.NOISE.view(batch, 0, k)).values()[i];
                    }
                    assertThat((double) scored.logits().values()[i]).isCloseTo(sum / 3, within(1e-6));
                }
            }
        }
    }

    @Test
    void theGateIsTheSourcesMeanConfidenceWhateverStudentAndTeacherThink() {
        float confidence = Probabilities.of(forward(source, batch)).meanConfidence();
        float[] certain = Toy.moved(source, 0);
        certain[Toy.SIZE - 1] += 50;
        for (double threshold : new double[] {confidence, Math.nextUp(confidence)}) {
            try (Petal petal = toy.open(Toy.options(true, threshold, 0, NONE), Toy.NOISE, 1)) {
                Toy.place(petal, certain, certain);
                try (Scored scored = petal.score(batch, false)) {
                    assertThat(scored.anchorConfidence()).isEqualTo(confidence);
                    assertThat(scored.views()).isEqualTo(threshold > confidence ? 3 : 0);
                }
            }
        }
    }

    @Test
    void viewsAreDrawnAnewForEveryStep() {
        List<Long> steps = new ArrayList<>();
        ViewSource views = (x, step, k) -> {
            steps.add(step);
            return x;
        };
        PetalOptions options = Toy.options(false, Toy.UNSURE, 0, NONE);
        try (Petal petal = toy.open(options, views, 1)) {
            Toy.step(petal, batch);
            Toy.step(petal, batch);
            assertThat(steps).containsExactly(0L, 0L, 0L, 1L, 1L, 1L);
        }
    }

    @Test
    void aScoreWithoutLearningChangesNothing() {
        try (Petal petal = toy.open(Toy.adam(new Restore.Fisher(0.3)), Toy.NOISE, 1)) {
            Toy.step(petal, batch);
            LearnedState before = petal.state();
            petal.score(Toy.batch(2), false).close();
            assertThat(petal.state()).usingRecursiveComparison().isEqualTo(before);
            assertThat(toy.network.recordings).isZero();
        }
    }

    @Test
    void aScoreThatLearnsMovesTheStatisticsOnceAndEveryPassUsesThem() {
        float[] average = toy.network.sourceStatistics();
        forward(source, batch, NormStatistics.ema(average, 0.1f));
        try (Petal petal = toy.open(Toy.adam(NONE), Toy.NOISE, 1);
                Scored scored = petal.score(batch, true)) {
            assertThat(petal.state().arrays().get("statistics"))
                    .containsExactly(average)
                    .isNotEqualTo(toy.network.sourceStatistics());
            assertThat(scored.student().logits().values())
                    .containsExactly(forward(source, batch, NormStatistics.fixed(average))
                            .values());
            assertThat(scored.anchorConfidence())
                    .isEqualTo(Probabilities.of(forward(source, batch, NormStatistics.fixed(average)))
                            .meanConfidence());
        }
    }

    private Logits forward(float[] parameters, Batch x) {
        return forward(parameters, x, NormStatistics.fixed(toy.network.sourceStatistics()));
    }

    private Logits forward(float[] parameters, Batch x, NormStatistics statistics) {
        try (ParameterVector vector = toy.network.zeros()) {
            vector.set(parameters);
            return toy.network.forward(vector, x, statistics);
        }
    }
}
