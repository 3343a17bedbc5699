// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StabilityWeightsTest {

    private static final int EXPERTS = 3;

    private static List<Logits> logits(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, EXPERTS)
                .mapToObj(e -> {
                    Logits logits = Logits.zeros(5, 4);
                    for (int i = 0; i < logits.values().length; i++) {
                        logits.values()[i] = (float) (random.nextDouble() * 4 - 2);
                    }
                    return logits;
                })
                .toList();
    }

    private static StabilityWeights at(float... scores) {
        StabilityWeights weights = new StabilityWeights(scores.length);
        weights.load(new LearnedState(0, Map.of("expert-weights", scores)));
        return weights;
    }

    @RepeatedTest(20)
    void theGradientIsTheFiniteDifferenceOfTheStability(RepetitionInfo round) {
        List<Logits> one = logits(2L * round.getCurrentRepetition());
        List<Logits> other = logits(2L * round.getCurrentRepetition() + 1);
        float[] scores = {0.3f, -0.8f, 0.1f};
        double[] gradient = at(scores).gradient(one, other);
        float h = 0.02f;
        for (int e = 0; e < EXPERTS; e++) {
            float[] up = scores.clone();
            float[] down = scores.clone();
            up[e] += h;
            down[e] -= h;
            double slope = (at(up).stability(one, other) - at(down).stability(one, other)) / (2.0 * h);
            assertThat(gradient[e]).as("expert %d", e).isCloseTo(slope, within(5e-5));
        }
    }

    @Test
    void anExpertThatSaysTheSameOfBothViewsWinsOverOneThatDoesNot() {
        StabilityWeights weights = new StabilityWeights(EXPERTS);
        for (int step = 0; step < 50; step++) {
            List<Logits> one = logits(step);
            List<Logits> other = logits(1_000 + step);
            weights.learn(List.of(one.get(0), one.get(1), one.get(2)), List.of(one.get(0), other.get(1), other.get(2)));
        }
        assertThat(weights.weights()[0]).isGreaterThan(0.6);
    }

    @Test
    void withoutAReasonTheWeightsReturnToEqualOnes() {
        StabilityWeights weights = at(3, 0, 0);
        List<Logits> same = logits(1);
        for (int step = 0; step < 1_000; step++) {
            weights.learn(same, same); // whatever the weights, both views are told alike
        }
        for (double weight : weights.weights()) {
            assertThat(weight).isCloseTo(1.0 / EXPERTS, within(1e-3));
        }
    }

    @Test
    void theMixtureIsTheWeightedMeanOfTheLogits() {
        List<Logits> experts = logits(1);
        StabilityWeights weights = at(1, 0, -1);
        double[] w = weights.weights();
        assertThat(w[0] + w[1] + w[2]).isCloseTo(1, within(1e-6));
        Logits mixed = weights.mixed(experts);
        for (int i = 0; i < mixed.values().length; i++) {
            double expected = 0;
            for (int e = 0; e < EXPERTS; e++) {
                expected += w[e] * experts.get(e).values()[i];
            }
            assertThat((double) mixed.values()[i]).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void whatIsNotFiniteTeachesNothing() {
        StabilityWeights weights = at(1, 0, -1);
        List<Logits> broken = logits(1);
        broken.get(1).values()[3] = Float.NaN;
        weights.learn(broken, logits(2));
        Map<String, float[]> saved = new TreeMap<>();
        weights.save(saved);
        assertThat(saved.get("expert-weights")).containsExactly(1, 0, -1);
    }
}
