// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class EataTest {

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 4);

    private Eata open(double fisherWeight, List<Batch> source) {
        return open(fisherWeight, 0.4, source);
    }

    private Eata open(double fisherWeight, double similarityMargin, List<Batch> source) {
        NormPolicy batch = new NormPolicy(NormPolicy.Kind.BATCH, 1, Toy.BATCH, network.sourceStatistics());
        return new Eata(network, new Eata.Options(0.1, 0.4, similarityMargin, fisherWeight), batch, source);
    }

    /** Entropies 0.394, 0.802 and 0; the margin is 0.4 log 3 = 0.439. */
    private final Probabilities p = new Probabilities(new float[] {0.9f, 0.05f, 0.05f, 0.7f, 0.2f, 0.1f, 0, 1, 0}, 3);

    @Test
    void eventsAboveTheEntropyMarginAreUnreliable() {
        try (Eata eata = open(0, List.of())) {
            assertThat(eata.isReliable(p, 0)).isTrue();
            assertThat(eata.isReliable(p, 1)).isFalse();
            assertThat(eata.isReliable(p, 2)).isTrue();
        }
    }

    @Test
    void eventsLikeTheRecentOnesAreRedundant() {
        try (Eata eata = open(0, List.of())) {
            assertThat(eata.isNew(p, 0)).as("nothing was seen yet").isTrue();
            var arrays = new HashMap<>(eata.state().arrays());
            arrays.put("mean-prediction", new float[] {1, 0, 0});
            eata.restore(new LearnedState(1, arrays));
            assertThat(eata.isNew(p, 0)).isFalse();
            assertThat(eata.isNew(p, 2)).isTrue();
        }
    }

    /** exp(0.439445 - 0.394398) / 2 and exp(0.439445 - 0) / 2. */
    @Test
    void certainEventsCountMore() {
        try (Eata eata = open(0, List.of())) {
            float[] weights = eata.weights(p, 0, 2);
            assertThat(weights).containsExactly(new float[] {0.52304f, 0, 0.77592f}, within(1e-4f));
        }
    }

    @Test
    void aBatchThatWasJustSeenTeachesNothing() {
        try (Eata eata = open(0, List.of())) {
            Batch same = new Batch(Toy.batch(1).values(), Toy.BATCH, Toy.FEATURES);
            assertThat(eata.adapt(eata.score(same, true)).learned()).isTrue();
            LearnedState before = eata.state();
            eata.adapt(eata.score(same, true));
            assertThat(eata.state()).usingRecursiveComparison().isEqualTo(before);
        }
    }

    /**
     * At the second step both are where the first led them, so that Adam's first moments differ by a tenth of the pull,
     * 2 beta F (theta - theta0), with F the squared gradient of the one source batch.
     */
    @Test
    void fisherInformationPullsTowardsTheSource() {
        double beta = 0.5;
        float[] source = network.source().toArray();
        float[] g = gradientOfOwnLabels(Toy.batch(100));
        double everythingIsNew = 1.1;
        try (Eata free = open(0, everythingIsNew, List.of(Toy.batch(100)));
                Eata held = open(beta, everythingIsNew, List.of(Toy.batch(100)))) {
            free.adapt(free.score(Toy.batch(1), true));
            held.adapt(held.score(Toy.batch(1), true));
            float[] there = free.state().arrays().get("student");
            assertThat(held.state().arrays().get("student")).containsExactly(there);
            assertThat(free.adapt(free.score(Toy.batch(2), true)).learned()).isTrue();
            held.adapt(held.score(Toy.batch(2), true));
            float[] without = free.state().arrays().get("adam-first");
            float[] with = held.state().arrays().get("adam-first");
            for (int i = 0; i < g.length; i++) {
                double pull = 2 * beta * g[i] * g[i] * ((double) there[i] - source[i]);
                assertThat(with[i] - without[i]).isCloseTo((float) (0.1 * pull), within(1e-6f));
            }
        }
    }

    private float[] gradientOfOwnLabels(Batch x) {
        NormStatistics own = NormStatistics.batch(network.sourceStatistics());
        try (ParameterVector source = network.source();
                ParameterVector gradient = network.zeros();
                Recorded z = network.record(source, x, own)) {
            Probabilities q = Probabilities.of(z.logits());
            Logits slope = new Logits(q.values().clone(), q.classes());
            for (int event = 0; event < q.size(); event++) {
                slope.values()[event * q.classes() + q.label(event)] -= 1;
            }
            z.pullback(EventWeights.scaled(slope, EventWeights.mean(q.size(), 0, 1, 2, 3, 4, 5)), gradient);
            assertThat(gradient.norm()).isPositive();
            return gradient.toArray();
        }
    }

    @Test
    void closesWhatItOpened() {
        open(1, List.of(Toy.batch(1))).close();
        assertThat(network.vectors).isEmpty();
        assertThat(network.recordings).isZero();
    }
}
