// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Step 4 where the statistics of the first views stand for those of the others. */
class BatchViewsTest {

    private final Toy toy = new Toy();
    private final Batch batch = Toy.batch(1);

    private Petal open(Gate gate, double threshold, int views, double tolerance, ViewSource source) {
        Extensions.Viewing viewing = new Extensions.Viewing(gate, ViewAverage.Mean.LOGITS, tolerance, false, true);
        PetalOptions options = new PetalOptions(
                        Toy.RATE, true, Toy.MOMENTUM, threshold, views, 0, 1e-6, false, new Restore.Fisher(0))
                .with(Extensions.NONE.with(viewing));
        NormPolicy policy = new NormPolicy(NormPolicy.Kind.BATCH, 1, Toy.BATCH, toy.network.sourceStatistics());
        return new Petal(toy.network, options, null, policy, source, 1);
    }

    /** Mean and variance of each feature over the events, one view after the other. */
    private static float[] moments(Batch view) {
        float[] values = new float[2 * Toy.FEATURES];
        for (int d = 0; d < Toy.FEATURES; d++) {
            int feature = d;
            double[] column = IntStream.range(0, view.size())
                    .mapToDouble(event -> view.values()[event * Toy.FEATURES + feature])
                    .toArray();
            double mean = Arrays.stream(column).average().orElseThrow();
            values[d] = (float) mean;
            values[Toy.FEATURES + d] = (float) Arrays.stream(column)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow();
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 9})
    void viewsAfterTheFirstFourAreNormalisedByTheMeanOfTheirStatistics(int views) {
        List<Batch> made = IntStream.range(0, views)
                .mapToObj(k -> Toy.NOISE.view(batch, 0, k))
                .toList();
        float[] mean = new float[2 * Toy.FEATURES];
        int first = Math.min(views, TeacherViews.FIRST);
        for (int k = 0; k < first; k++) {
            float[] own = moments(made.get(k));
            for (int i = 0; i < own.length; i++) {
                mean[i] += own[i] / first;
            }
        }
        ViewAverage average = new ViewAverage(Toy.BATCH, Toy.CLASSES);
        try (ParameterVector source = toy.network.source()) {
            for (int k = 0; k < views; k++) {
                NormStatistics used = NormStatistics.fixed(k < first ? moments(made.get(k)) : mean);
                average.add(toy.network.forward(source, made.get(k), used));
            }
        }
        try (Petal petal = open(Gate.BATCH, Toy.UNSURE, views, 0, Toy.NOISE);
                Scored scored = petal.score(batch, false)) {
            assertThat(scored.views()).isEqualTo(views);
            assertThat(scored.logits().values())
                    .containsExactly(average.logits().values(), within(1e-5f));
        }
    }

    /** The first views are of all events, for their statistics are the batch's. */
    @Test
    void afterTheFirstFourOnlyTheUnsureEventsAreLookedAt() {
        List<Integer> sizes = new ArrayList<>();
        ViewSource counted = (x, step, k) -> {
            sizes.add(x.size());
            return x;
        };
        NormStatistics own = NormStatistics.batch(toy.network.sourceStatistics());
        double threshold;
        int unsure = 0;
        Logits plain;
        try (ParameterVector source = toy.network.source()) {
            plain = toy.network.forward(source, batch, own);
            var anchor = Probabilities.of(plain);
            threshold = Toy.between(anchor);
            for (int event = 0; event < Toy.BATCH; event++) {
                unsure += anchor.confidence(event) < threshold ? 1 : 0;
            }
        }
        assertThat(unsure).isBetween(1, Toy.BATCH - 1);
        try (Petal petal = open(Gate.EVENT, threshold, 6, 0, counted);
                Scored scored = petal.score(batch, false)) {
            assertThat(sizes).containsExactly(Toy.BATCH, Toy.BATCH, Toy.BATCH, Toy.BATCH, unsure, unsure);
            // Views that change nothing say what is said plainly, whoever looks at them.
            assertThat(scored.logits().values()).containsExactly(plain.values(), within(1e-5f));
        }
    }

    /** Unlike events that are normalised together, they leave one by one. */
    @Test
    void anEventLeavesOnceItHasSettled() {
        ViewSource shaking = (x, step, k) -> { // after the fourth view the first event of all is shaken
            float[] values = x.values().clone();
            if (k >= TeacherViews.FIRST - 1 && x.values()[0] == batch.values()[0]) {
                for (int i = 0; i < Toy.FEATURES; i++) {
                    values[i] *= k % 2 == 0 ? 3 : -3;
                }
            }
            return new Batch(values, x.shape());
        };
        try (Petal petal = open(Gate.BATCH, Toy.UNSURE, 9, 1e-3, shaking);
                Scored scored = petal.score(batch, false)) {
            assertThat(scored.views()).as("two that are alike").isEqualTo(2);
        }
        ViewSource always = (x, step, k) -> shaking.view(x, step, k + TeacherViews.FIRST);
        try (Petal petal = open(Gate.BATCH, Toy.UNSURE, 12, 2e-2, always);
                Scored scored = petal.score(batch, false)) {
            assertThat(scored.views(0)).as("shaken").isEqualTo(12);
            assertThat(scored.abstained(0)).isTrue();
            for (int event = 1; event < Toy.BATCH; event++) {
                assertThat(scored.views(event)).isBetween(TeacherViews.FIRST, 11);
                assertThat(scored.abstained(event)).isFalse();
            }
        }
    }

    /** That 19 in 20 have settled is no reason to leave the one that was asked for. */
    @Test
    void anUnsureEventIsLookedAtUntilItHasSettledItself() {
        int size = 40;
        float[] drawn = new float[size * Toy.FEATURES];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) random.nextGaussian();
        }
        Batch many = new Batch(drawn, size, Toy.FEATURES);
        NormStatistics own = NormStatistics.batch(toy.network.sourceStatistics());
        int unsure = 0;
        double threshold;
        try (ParameterVector source = toy.network.source()) {
            Probabilities anchor = Probabilities.of(toy.network.forward(source, many, own));
            for (int event = 0; event < size; event++) {
                unsure = anchor.confidence(event) < anchor.confidence(unsure) ? event : unsure;
            }
            int least = unsure;
            threshold = IntStream.range(0, size)
                    .filter(event -> event != least)
                    .mapToDouble(anchor::confidence)
                    .min()
                    .orElseThrow();
        }
        float itself = drawn[unsure * Toy.FEATURES];
        ViewSource turning = (x, step, k) -> {
            float[] values = x.values().clone();
            for (int from = 0; from < values.length; from += Toy.FEATURES) {
                for (int i = from; i < from + Toy.FEATURES && x.values()[from] == itself; i++) {
                    values[i] *= k % 2 == 0 ? 3 : -3;
                }
            }
            return new Batch(values, x.shape());
        };
        try (Petal petal = open(Gate.EVENT, threshold, 6, 0.05, turning);
                Scored scored = petal.score(many, false)) {
            for (int event = 0; event < size; event++) {
                if (event != unsure) {
                    assertThat(scored.views(event)).as("event %d", event).isZero();
                }
            }
            assertThat(scored.views(unsure)).isGreaterThan(TeacherViews.FIRST);
        }
    }
}
