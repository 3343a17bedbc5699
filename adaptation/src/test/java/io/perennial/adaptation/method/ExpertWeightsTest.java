// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExpertWeightsTest {

    private static final Probabilities TELLING = p(0.9f, 0.1f, 0.1f, 0.9f);
    private static final Probabilities COLLAPSED = p(0.9f, 0.1f, 0.9f, 0.1f);
    private static final Offset<Double> CLOSE = within(1e-3);
    private static final Probabilities SILENT = p(0.5f, 0.5f, 0.5f, 0.5f);

    private static Probabilities p(float... values) {
        return new Probabilities(values, 2);
    }

    private static ExpertWeights seen(int batches, Probabilities... said) {
        ExpertWeights weights = new ExpertWeights(said.length, 2, 100, 30);
        for (int i = 0; i < batches; i++) {
            weights.observe(said);
        }
        return weights;
    }

    @Test
    void informationIsTheEntropyOfTheMeanLessTheMeanEntropy() {
        double certain = -(0.9 * Math.log(0.9) + 0.1 * Math.log(0.1));
        ExpertWeights weights = seen(2_000, TELLING, COLLAPSED, SILENT);
        assertThat(weights.information(0)).isCloseTo(Math.log(2) - certain, within(1e-4));
        assertThat(weights.information(1)).isCloseTo(0, within(1e-4));
        assertThat(weights.information(2)).isCloseTo(0, within(1e-4));
    }

    @Test
    void whoHasLostItsClassesIsNotBelievedWhetherSureOrSilent() {
        double[] weights = seen(2_000, COLLAPSED, SILENT, TELLING).weights(0.1);
        assertThat(weights[2]).isGreaterThan(0.99);
        assertThat(weights[0] + weights[1] + weights[2]).isCloseTo(1, within(1e-12));
    }

    @Test
    void theSourceAnswersUntilAnotherKnowsMore() {
        assertThat(new ExpertWeights(3, 2, 100, 30).weights(0.1)[0]).isGreaterThan(0.95);
        assertThat(new ExpertWeights(3, 2, 100, 30).weights(0)[0]).isEqualTo(0.5);
        assertThat(seen(2_000, SILENT, TELLING, TELLING).weights(0.1))
                .containsExactly(new double[] {0, 0.5, 0.5}, CLOSE);
        assertThat(seen(2_000, TELLING, TELLING, TELLING).weights(0.1)[0]).isGreaterThan(0.95);
    }

    @Test
    void moreCautionAsksForMore() {
        Probabilities unsure = p(0.8f, 0.2f, 0.2f, 0.8f);
        ExpertWeights weights = seen(2_000, unsure, TELLING);
        double gained = weights.information(1) - weights.information(0);
        double entropy = -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.2));
        assertThat(weights.weights(gained / entropy)[0]).isCloseTo(0.5, within(1e-3));
        assertThat(weights.weights(0.1)[0]).isLessThan(0.01);
        assertThat(weights.weights(0.5)[0]).isGreaterThan(0.99);
    }

    @Test
    void aLoneSourceIsBelieved() {
        assertThat(seen(3, TELLING).weights(0)).containsExactly(1);
    }

    @Test
    void anyBatchSizeForgetsAsFast() {
        ExpertWeights whole = new ExpertWeights(1, 2, 100, 30);
        ExpertWeights halves = new ExpertWeights(1, 2, 100, 30);
        whole.observe(p(0.9f, 0.1f, 0.9f, 0.1f));
        halves.observe(p(0.9f, 0.1f));
        halves.observe(p(0.9f, 0.1f));
        assertThat(halves.information(0)).isCloseTo(whole.information(0), within(1e-6));
    }

    @Test
    void whatIsNotFiniteLeavesNoTrace() {
        ExpertWeights weights = seen(3, TELLING, COLLAPSED);
        double before = weights.information(0);
        weights.observe(p(Float.NaN, Float.NaN), COLLAPSED);
        assertThat(weights.information(0)).isEqualTo(before);
    }

    @Test
    void continuesFromItsState() {
        ExpertWeights weights = seen(3, TELLING, COLLAPSED);
        var arrays = new TreeMap<String, float[]>();
        weights.save(arrays);
        ExpertWeights other = new ExpertWeights(2, 2, 100, 30);
        other.load(new LearnedState(3, arrays));
        assertThat(other.weights(0.1)).containsExactly(weights.weights(0.1));
    }
}
