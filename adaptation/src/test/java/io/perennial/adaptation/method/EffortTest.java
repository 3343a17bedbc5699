// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.adaptation.view.Views;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class EffortTest {

    /** Counts its passes. */
    private static final class Counting extends LinearNetwork {
        private int passes;

        Counting(int features) {
            super(features, Toy.CLASSES, 6);
        }

        @Override
        public Logits forward(ParameterVector parameters, Batch batch, NormStatistics statistics) {
            passes++;
            return super.forward(parameters, batch, statistics);
        }
    }

    /** Noise of its own in each view, so that no average settles. */
    private static final Views NOISE = new Views() {
        @Override
        public Batch view(Batch batch, RandomGenerator random) {
            float[] values = batch.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextGaussian();
            }
            return new Batch(values, batch.shape());
        }

        @Override
        public boolean hasGentle() {
            return true;
        }

        @Override
        public Batch gentle(Batch batch, int k, RandomGenerator random) {
            return view(batch, random);
        }
    };

    private static final int EVENTS = 60;

    private final Counting network = new Counting(Toy.FEATURES);
    private final Counting plane = new Counting(2);

    private Method open(String name) {
        PetalOptions petal = new PetalOptions(0.1, true, 0.9, Toy.UNSURE, 8, 0, 1e-6, false, new Restore.Fisher(0.03));
        return new MethodSpec(name, NormPolicy.Kind.EMA, 0.1, 6, petal).open(network, null, NOISE, 1);
    }

    private static void learn(Method method) {
        for (int step = 0; step < 20; step++) {
            method.adapt(method.score(Toy.batch(step), true));
        }
    }

    @ParameterizedTest
    @FieldSource("io.perennial.adaptation.method.MethodSpec#NAMES")
    void theLeastChangesNothingAndIsNoDearerThanAnyOther(String name) {
        try (Method method = open(name)) {
            learn(method);
            LearnedState before = method.state();
            network.passes = 0;
            method.score(Toy.batch(50), false).close();
            int all = network.passes;
            network.passes = 0;
            try (Scored least = method.score(Toy.batch(50), Effort.LEAST)) {
                assertThat(least.views()).isZero();
                for (float value : least.logits().values()) {
                    assertThat(value).isFinite();
                }
            }
            assertThat(network.passes).isLessThanOrEqualTo(all);
            assertThat(method.state()).usingRecursiveComparison().isEqualTo(before);
        }
        assertThat(network.recordings).isZero();
    }

    /** Three classes that lie 120 degrees apart, moved and stretched: the window is believed, and its views. */
    private Perennial followed() {
        PetalOptions petal = new PetalOptions(1e-3, true, 0.999, 1, 8, 0, 1e-6, false, new Restore.Fisher(0.03));
        PerennialOptions window = new PerennialOptions(
                PerennialOptions.DEFAULT.paces(), EVENTS, 2000, 30, true, 0, PerennialOptions.DEFAULT.learning());
        Perennial method = new Perennial(
                plane,
                window,
                petal,
                null,
                ViewSource.gentle(NOISE, 1),
                ViewSource.seeded(NOISE, 1),
                1,
                SourceKnowledge.NONE);
        for (int step = 0; step < 60; step++) {
            method.adapt(method.score(moved(step), true));
        }
        return method;
    }

    private static Batch meant(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[2 * EVENTS];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new Batch(values, EVENTS, 2);
    }

    private static Batch moved(long seed) {
        Batch batch = meant(seed);
        for (int i = 0; i < batch.values().length; i++) {
            batch.values()[i] = 3 + 2 * batch.values()[i];
        }
        return batch;
    }

    @Test
    void theLeastOfPerennialIsOnePassOverWhatWasLearned() {
        try (Perennial method = followed();
                ParameterVector source = plane.source()) {
            NormStatistics own = NormStatistics.fixed(plane.sourceStatistics());
            Probabilities right = Probabilities.of(plane.forward(source, meant(70), own));
            Probabilities untouched = Probabilities.of(plane.forward(source, moved(70), own));
            plane.passes = 0;
            try (Scored least = method.score(moved(70), Effort.LEAST)) {
                assertThat(plane.passes).isEqualTo(1);
                assertThat(least.servedBy()).isEqualTo(ServedBy.ADAPTED);
                assertThat(errors(least.probabilities(), right)).isLessThan(EVENTS / 10);
                assertThat(errors(untouched, right)).isGreaterThan(EVENTS / 4);
            }
        }
    }

    private static long errors(Probabilities said, Probabilities right) {
        return IntStream.range(0, EVENTS)
                .filter(event -> said.label(event) != right.label(event))
                .count();
    }

    @Test
    void perennialAveragesFewerViewsWhereFewerAreAllowed() {
        try (Perennial method = followed()) {
            assertThat(method.views()).isEqualTo(8);
            assertThat(views(method, moved(70), Effort.FULL)).isBetween(5, 8);
            assertThat(views(method, moved(71), new Effort(true, 4))).isBetween(1, 4);
            assertThat(views(method, moved(72), new Effort(true, 0))).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"petal-fim", "cotta", "petal-sres"})
    void noMoreViewsAreAveragedThanAllowed(String name) {
        try (Method method = open(name)) {
            int all = method.views();
            assertThat(views(method, new Effort(false, 3))).isEqualTo(3);
            assertThat(views(method, new Effort(true, 1))).isEqualTo(1);
            assertThat(views(method, new Effort(true, 0))).isZero();
            assertThat(views(method, Effort.FULL)).isEqualTo(all);
        }
    }

    private static int views(Method method, Effort effort) {
        return views(method, Toy.batch(1), effort);
    }

    private static int views(Method method, Batch batch, Effort effort) {
        try (Scored scored = method.score(batch, effort)) {
            return scored.views();
        }
    }

    @Test
    void methodsWithoutViewsSaySo() {
        for (String name : new String[] {"tent", "eata", "sar", "roid", "rotta", "lame", "norm", "frozen"}) {
            try (Method method = open(name)) {
                assertThat(method.views()).as(name).isZero();
            }
        }
    }
}
