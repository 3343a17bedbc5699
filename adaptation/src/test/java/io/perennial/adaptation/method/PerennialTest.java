// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.uncertainty.ViewAverage;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two features, three classes that lie 120 degrees apart. */
class PerennialTest {

    private static final int BATCH = 60;
    private static final PetalOptions PETAL =
            new PetalOptions(1e-3, true, 0.999, 0.92, 2, 0, 1e-6, false, new Restore.Fisher(0.03));
    private static final ViewSource SAME = (batch, step, k) -> batch;

    private final LinearNetwork network = new LinearNetwork(2, 3, 6);
    private final SplittableRandom random = new SplittableRandom(5);

    private Perennial open(SourceKnowledge known) {
        return new Perennial(network, PerennialOptions.DEFAULT, PETAL, null, SAME, SAME, 1, known);
    }

    /** Standard normal features, moved and stretched. */
    private Batch events(double shift, double stretch) {
        float[] values = new float[BATCH * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + stretch * random.nextGaussian());
        }
        return new Batch(values, BATCH, 2);
    }

    private double error(Method method, Batch seen, Batch meant) {
        Probabilities right;
        try (Method frozen =
                new MethodSpec("frozen", NormPolicy.Kind.SOURCE, 0, BATCH, PETAL).open(network, null, (b, r) -> b, 1)) {
            right = frozen.score(meant, false).probabilities();
        }
        int wrong = 0;
        try (Scored scored = method.score(seen, true)) {
            for (int i = 0; i < BATCH; i++) {
                wrong += scored.probabilities().label(i) == right.label(i) ? 0 : 1;
            }
            method.adapt(scored);
        }
        return (double) wrong / BATCH;
    }

    private static Batch moved(Batch batch, double shift, double stretch) {
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + stretch * values[i]);
        }
        return new Batch(values, batch.shape());
    }

    @Test
    void followsAChangeOfScaleAndZero() {
        try (Perennial method = open(SourceKnowledge.NONE)) {
            double last = 1;
            for (int i = 0; i < 60; i++) {
                Batch meant = events(0, 1);
                last = error(method, moved(meant, 3, 2), meant);
            }
            assertThat(last).isLessThan(0.1);
        }
    }

    @Test
    void viewsEndWhenThePredictionHasSettledAndTheNumberUsedIsTold() {
        PetalOptions many = new PetalOptions(1e-3, true, 0.999, 1, 8, 0, 1e-6, false, new Restore.Fisher(0.03));
        PetalOptions settling =
                many.with(Extensions.NONE.with(new Extensions.Viewing(Gate.BATCH, ViewAverage.Mean.LOGITS, 0.02)));
        Batch events = events(0, 1);
        ViewSource shaken = (batch, step, k) -> noisy(batch, k);
        int budget = viewed(many, shaken, events)[0];
        assertThat(budget).isGreaterThan(1);
        assertThat(viewed(many, shaken, events)[1]).isZero();
        assertThat(viewed(settling, SAME, events)).containsExactly(1, 0); // a view that changes nothing is the last
        assertThat(viewed(settling, shaken, events)[0]).isEqualTo(budget);
        assertThat(viewed(settling, shaken, events)[1]).isPositive();
    }

    @Test
    void eachEventCanAskForViewsItself() {
        Batch events = events(0, 1);
        ViewSource shaken = (batch, step, k) -> noisy(batch, k);
        float[] plain = predicted(Gate.EVENT, 0, shaken, events).probabilities().values();
        Scored some = predicted(Gate.EVENT, 0.9, shaken, events);
        int asked = 0;
        for (int i = 0; i < events.size(); i++) {
            Probabilities before = new Probabilities(plain, 3);
            boolean unsure = before.confidence(i) < 0.9;
            asked += unsure ? 1 : 0;
            assertThat(some.views(i) > 0).isEqualTo(unsure);
            assertThat(some.probabilities().divergence(before, i) > 1e-6).isEqualTo(unsure);
        }
        assertThat(asked).isBetween(1, events.size() - 1);
        assertThat(predicted(Gate.EVENT, 1.1, shaken, events).probabilities().values())
                .containsExactly(predicted(Gate.BATCH, 1.1, shaken, events)
                        .probabilities()
                        .values());
    }

    /** The first prediction once the window is believed. */
    private Scored predicted(Gate gate, double threshold, ViewSource views, Batch events) {
        PetalOptions petal = new PetalOptions(1e-3, true, 0.999, threshold, 8, 0, 1e-6, false, new Restore.Fisher(0.03))
                .with(Extensions.NONE.with(new Extensions.Viewing(gate, ViewAverage.Mean.LOGITS, 0)));
        try (Perennial method = trusting(petal, views, events);
                Scored scored = method.score(moved(events, 3, 2), true)) {
            return scored;
        }
    }

    /** Believes its window; its weights have not learned. */
    private Perennial trusting(PetalOptions petal, ViewSource views, Batch events) {
        PerennialOptions window = new PerennialOptions(
                PerennialOptions.DEFAULT.paces(), BATCH, 2000, 30, true, 0, PerennialOptions.DEFAULT.learning());
        Perennial method = new Perennial(network, window, petal, null, views, SAME, 1, SourceKnowledge.NONE);
        for (int i = 0; i < 60; i++) {
            method.score(moved(events, 3, 2), true).close();
        }
        return method;
    }

    private static Batch noisy(Batch batch, int seed) {
        SplittableRandom noise = new SplittableRandom(seed);
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (4 * noise.nextGaussian());
        }
        return new Batch(values, batch.shape());
    }

    /** How many views, and how many events had not settled, once the window is believed. */
    private int[] viewed(PetalOptions petal, ViewSource views, Batch events) {
        try (Perennial method = trusting(petal, views, events)) {
            try (Scored scored = method.score(moved(events, 3, 2), true)) {
                int moving = 0;
                for (int i = 0; i < events.size(); i++) {
                    moving += scored.abstained(i) ? 1 : 0;
                    assertThat(scored.views(i)).isEqualTo(scored.views());
                    assertThat(scored.mutualInformation(i)).isBetween(0f, 1.1f);
                }
                return new int[] {scored.views(), moving};
            }
        }
    }

    @Test
    void aBatchOfOneIsPredictedAndLearnedFrom() {
        try (Perennial method = open(SourceKnowledge.NONE)) {
            for (int i = 1; i <= 200; i++) {
                Batch one = new Batch(new float[] {(float) random.nextGaussian(), (float) random.nextGaussian()}, 1, 2);
                try (Scored scored = method.score(one, true)) {
                    assertThat(scored.probabilities().values()).doesNotContain(Float.NaN);
                    assertThat(method.adapt(scored).step()).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void aStateContinuesBitForBit() {
        try (Perennial method = open(SourceKnowledge.NONE);
                Perennial other = open(SourceKnowledge.NONE)) {
            for (int i = 0; i < 10; i++) {
                method.adapt(method.score(events(1, 2), true));
            }
            other.restore(method.state());
            for (int i = 0; i < 5; i++) {
                Batch next = events(1, 2);
                Scored mine = method.score(next, true);
                Scored theirs = other.score(next, true);
                assertThat(theirs.logits().values())
                        .containsExactly(mine.logits().values());
                assertThat(other.adapt(theirs)).isEqualTo(method.adapt(mine));
            }
            assertThat(other.state().arrays().keySet())
                    .isEqualTo(method.state().arrays().keySet());
        }
    }

    @Test
    void scoringWithoutLearningChangesNothing() {
        try (Perennial method = open(SourceKnowledge.NONE)) {
            method.adapt(method.score(events(1, 2), true));
            LearnedState before = method.state();
            method.score(events(3, 5), false).close();
            LearnedState after = method.state();
            before.arrays()
                    .forEach((name, values) ->
                            assertThat(after.arrays().get(name)).as(name).containsExactly(values));
        }
    }

    @Test
    void anInfiniteEventLeavesNoTraceInTheStatistics() {
        try (Perennial method = open(SourceKnowledge.NONE)) {
            method.adapt(method.score(events(0, 1), true));
            Batch bad = events(0, 1);
            bad.values()[0] = 3e38f;
            method.adapt(method.score(bad, true));
            method.state().arrays().forEach((name, values) -> {
                for (float value : values) {
                    assertThat(Math.abs(value)).as(name).isLessThan(1e30f); // not even in the memory
                }
            });
            Batch meant = events(0, 1);
            assertThat(error(method, meant, meant)).isLessThan(0.2);
        }
    }

    @Test
    void theSourceAnswersWhileTheStreamHasASingleClass() {
        SourceKnowledge known = new SourceKnowledge(List.of(events(0, 1), events(0, 1), events(0, 1)), null);
        try (Perennial knowing = open(known);
                Perennial ignorant = open(SourceKnowledge.NONE)) {
            double informed = 0;
            double blind = 0;
            for (int i = 0; i < 100; i++) {
                Batch one = single(0);
                informed = error(knowing, one, one);
                blind = error(ignorant, one, one);
            }
            assertThat(informed).isZero();
            assertThat(blind).isGreaterThan(0.2);
            assertThat(knowing.score(single(0), false).servedBy()).isEqualTo(ServedBy.SOURCE);
            StepReport report = knowing.adapt(knowing.score(single(0), true));
            assertThat(report.held()).isEqualTo(Held.SINGLE_CLASS);
        }
    }

    /** Events that the source gives to one class. */
    private Batch single(int label) {
        float[] values = new float[BATCH * 2];
        int count = 0;
        try (Method frozen =
                new MethodSpec("frozen", NormPolicy.Kind.SOURCE, 0, BATCH, PETAL).open(network, null, (b, r) -> b, 1)) {
            while (count < BATCH) {
                Batch some = events(0, 1);
                Probabilities p = frozen.score(some, false).probabilities();
                for (int i = 0; i < BATCH && count < BATCH; i++) {
                    if (p.label(i) == label) {
                        System.arraycopy(some.values(), 2 * i, values, 2 * count++, 2);
                    }
                }
            }
        }
        return new Batch(values, BATCH, 2);
    }

    @Test
    void aNetworkWithoutNormalisationIsPredictedByItsWeightsAlone() {
        Script plain = new Script(2);
        PerennialOptions options = new PerennialOptions(
                PerennialOptions.DEFAULT.paces(), 64, 2_000, 30, true, 0, new PerennialOptions.Learning(0, 0.4, 0.01));
        Batch batch = new Batch(new float[] {2, 1, 0, 0, -1, 1, 0, 0}, 2, 4);
        try (Perennial method = new Perennial(plain, options, PETAL, null, null, SAME, 1, SourceKnowledge.NONE);
                Scored scored = method.score(batch, true)) {
            float[] said = Probabilities.of(Script.half(batch, 2, 0)).values();
            for (int i = 0; i < said.length; i++) {
                assertThat(scored.probabilities().values()[i]).isCloseTo(said[i], within(1e-6f));
            }
            assertThat(method.adapt(scored).held()).isEqualTo(Held.METHOD);
        }
        assertThat(plain.vectors).isEmpty();
    }
}
