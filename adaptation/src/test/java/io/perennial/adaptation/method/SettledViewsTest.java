// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettledViewsTest {

    private final Toy toy = new Toy();

    private static Logits logits(float... first) {
        Logits logits = Logits.zeros(40, 2);
        System.arraycopy(first, 0, logits.values(), 0, first.length);
        return logits;
    }

    @Test
    void oneAverageIsNotEnoughToKnow() {
        SettledViews views = new SettledViews(0.1);
        assertThat(views.after(logits())).isFalse();
        assertThat(views.isMoving(0)).isFalse();
        assertThat(views.after(logits())).isTrue();
    }

    @Test
    void anEventMovesWhereAProbabilityMovesByTheToleranceOrTheLabelChanges() {
        SettledViews views = new SettledViews(0.1);
        views.after(logits(1, 0, 0, 0.01f));
        views.after(logits(2, 0, 0.01f, 0)); // 0.73 to 0.88; 0.4975 to 0.5025
        assertThat(views.isMoving(0)).isTrue();
        assertThat(views.isMoving(1)).isTrue();
        assertThat(views.isMoving(2)).isFalse();
    }

    @Test
    void oneInTwentyMayStillMove() {
        SettledViews two = new SettledViews(0.1);
        two.after(logits(0, 0, 0, 0));
        assertThat(two.after(logits(3, 0, 3, 0))).isTrue();
        SettledViews three = new SettledViews(0.1);
        three.after(logits(0, 0, 0, 0, 0, 0));
        assertThat(three.after(logits(3, 0, 3, 0, 3, 0))).isFalse();
    }

    @Test
    void viewsThatAgreeAreTwo() {
        try (Petal petal = open(0.02, 12, (x, step, k) -> x);
                Scored scored = petal.score(Toy.batch(1), false)) {
            assertThat(scored.views()).isEqualTo(2);
            assertThat(abstained(scored)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void viewsThatDisagreeUseTheBudgetUpAndTheirEventsAbstain(int budget) {
        ViewSource contrary = (x, step, k) -> {
            float[] values = x.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] *= k % 2 == 0 ? 2 : -2;
            }
            return new Batch(values, x.shape());
        };
        try (Petal petal = open(1e-4, budget, contrary);
                Scored scored = petal.score(Toy.batch(1), false)) {
            assertThat(scored.views()).isEqualTo(budget);
            assertThat(abstained(scored)).isEqualTo(Toy.BATCH);
        }
    }

    @Test
    void withoutAToleranceTheBudgetIsUsedUpAndNobodyAbstains() {
        try (Petal petal = open(0, 5, Toy.NOISE);
                Scored scored = petal.score(Toy.batch(1), false)) {
            assertThat(scored.views()).isEqualTo(5);
            assertThat(abstained(scored)).isZero();
        }
    }

    private Petal open(double tolerance, int budget, ViewSource views) {
        PetalOptions options = new PetalOptions(
                Toy.RATE, true, Toy.MOMENTUM, Toy.UNSURE, budget, 0, 1e-6, false, new Restore.Fisher(0));
        Extensions.Viewing viewing = new Extensions.Viewing(Gate.BATCH, ViewAverage.Mean.LOGITS, tolerance);
        return toy.open(options.with(Extensions.NONE.with(viewing)), views, 1);
    }

    private static long abstained(Scored scored) {
        int[] events = new int[scored.probabilities().size()];
        Arrays.setAll(events, i -> i);
        return Arrays.stream(events).filter(scored::abstained).count();
    }
}
