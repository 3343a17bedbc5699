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

class SarTest {

    private static final double RATE = 0.1;
    private static final double RADIUS = 0.05;

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 1);

    /** @param margin 1 lets every event pass, since no entropy is above log C */
    private Sar open(double margin, double collapse) {
        NormPolicy batch = new NormPolicy(NormPolicy.Kind.BATCH, 1, Toy.BATCH, network.sourceStatistics());
        return new Sar(network, new Sar.Options(RATE, margin, RADIUS, collapse), batch);
    }

    /** Mean entropy's gradient at the given weights. */
    private float[] gradient(float[] weights, Batch x) {
        try (var w = network.zeros();
                var g = network.zeros();
                var z = network.record(place(w, weights), x, NormStatistics.batch(network.sourceStatistics()))) {
            Probabilities p = Probabilities.of(z.logits());
            Logits slope = EntropyLoss.gradient(p, EventWeights.mean(p.size(), 0, 1, 2, 3, 4, 5));
            z.pullback(slope, g);
            return g.toArray();
        }
    }

    private static ParameterVector place(ParameterVector vector, float... values) {
        vector.set(values);
        return vector;
    }

    @Test
    void stepsAlongTheGradientAtTheTopOfTheClimb() {
        Batch x = Toy.batch(3);
        float[] source = network.source().toArray();
        float[] g = gradient(source, x);
        double norm = 0;
        for (float value : g) {
            norm += (double) value * value;
        }
        float[] top = source.clone();
        for (int i = 0; i < top.length; i++) {
            top[i] += (float) (RADIUS / Math.sqrt(norm) * g[i]);
        }
        float[] above = gradient(top, x);
        try (Sar sar = open(1, 0)) {
            assertThat(sar.adapt(sar.score(x, true)).learned()).isTrue();
            float[] student = sar.state().arrays().get("student");
            for (int i = 0; i < student.length; i++) {
                assertThat(student[i]).isCloseTo((float) (source[i] - RATE * above[i]), within(1e-5f));
            }
        }
    }

    @Test
    void learnsNothingWithoutAReliableEvent() {
        try (Sar sar = open(1e-6, 0)) {
            LearnedState before = sar.state();
            assertThat(sar.adapt(sar.score(Toy.batch(1), true)).held()).isEqualTo(Held.UNTRUSTED);
            assertThat(sar.state()).usingRecursiveComparison().isEqualTo(before);
        }
    }

    @Test
    void returnsToTheSourceWhereTheEntropyCollapses() {
        try (Sar sar = open(1, 10)) {
            StepReport report = sar.adapt(sar.score(Toy.batch(1), true));
            assertThat(report.restoredShare()).isEqualTo(1);
            assertThat(report.distance()).isZero();
            assertThat(sar.state().arrays().get("momentum-buffer")).containsOnly(0f);
            assertThat(sar.state().arrays().get("entropy-average")).containsExactly(-1f);
        }
    }

    /** The first step's entropy is the average; later ones come in with a tenth. */
    @Test
    void averagesTheEntropySlowly() {
        try (Sar sar = open(1, 0)) {
            double first = sar.adapt(sar.score(Toy.batch(1), true)).loss();
            assertThat(sar.state().arrays().get("entropy-average")[0]).isCloseTo((float) first, within(1e-6f));
            double second = sar.adapt(sar.score(Toy.batch(2), true)).loss();
            float expected = (float) (0.9 * first + 0.1 * second);
            assertThat(sar.state().arrays().get("entropy-average")[0]).isCloseTo(expected, within(1e-6f));
        }
    }
}
