// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.uncertainty.Probabilities;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoidTest {

    private static final ViewSource SHIFTED = (batch, step, k) -> {
        float[] values = batch.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.3f * (i % 3);
        }
        return new Batch(values, batch.shape());
    };

    private final LinearNetwork network = new LinearNetwork(Toy.FEATURES, Toy.CLASSES, 1);

    private Roid open(Roid.Options options) {
        NormPolicy batch = new NormPolicy(NormPolicy.Kind.BATCH, 1, Toy.BATCH, network.sourceStatistics());
        return new Roid(network, options, batch, SHIFTED);
    }

    /**
     * Cosines with the uniform prediction: 0.577, 0.905 (of (0.6, 0.3, 0.1): 0.577 / 0.678 = 0.851) and 1, so diversity
     * 0.423, 0.149 and 0, stretched 1, 0.352, 0 with mean 0.451: only the first counts. It is the most certain one, and
     * exp(1 x 1 / (1/3)) / 3 = 6.695.
     */
    @Test
    void onlyDiverseEventsCountAndCertainOnesMore() {
        Probabilities p =
                new Probabilities(new float[] {1, 0, 0, 0.6f, 0.3f, 0.1f, 1 / 3f, 1 / 3f, 1 / 3f}, Toy.CLASSES);
        try (Roid roid = open(Roid.Options.CIFAR10)) {
            assertThat(roid.weights(p)).containsExactly(new float[] {6.69518f, 0, 0}, within(1e-4f));
        }
    }

    @Test
    void eventsThatAreAllAlikeAllCount() {
        Probabilities p = new Probabilities(new float[] {0.5f, 0.3f, 0.2f, 0.5f, 0.3f, 0.2f}, Toy.CLASSES);
        try (Roid roid = open(Roid.Options.CIFAR10)) {
            assertThat(roid.weights(p)).doesNotContain(0f).hasSize(2);
        }
    }

    /** Two events for class 0: mean (0.731, 0.269), s = 0.5 / 0.731 = 0.684, prior (0.5977, 0.4023). */
    @Test
    void multipliesTheLogitsByTheSmoothedPrior() {
        Logits corrected = Roid.corrected(new Logits(new float[] {1, 0, 3, 2}, 2));
        assertThat(corrected.values()).containsExactly(new float[] {0.59757f, 0, 1.79272f, 0.80485f}, within(1e-4f));
    }

    /** Adam's first moment is a tenth of the first gradient, which must be that of the whole loss, both passes. */
    @Test
    void followsTheGradientOfTheWholeLossThroughThePlainPassAndTheView() {
        Batch x = Toy.batch(5);
        float[] source = network.source().toArray();
        try (Roid roid = open(new Roid.Options(1e-3, 1.0 / 3, 1, false))) {
            float[] weights = roid.weights(Probabilities.of(logits(source, x)));
            double reported = roid.adapt(roid.score(x, true)).loss();
            assertThat(reported).isCloseTo(loss(source, x, weights), within(1e-5));
            float[] first = roid.state().arrays().get("adam-first");
            float h = 1e-2f;
            for (int i = 0; i < source.length; i++) {
                float[] up = source.clone();
                float[] down = source.clone();
                up[i] += h;
                down[i] -= h;
                double slope = (loss(up, x, weights) - loss(down, x, weights)) / (2.0 * h);
                assertThat(10.0 * first[i]).isCloseTo(slope, within(2e-3));
            }
        }
    }

    private double loss(float[] parameters, Batch x, float[] weights) {
        Probabilities p = Probabilities.of(logits(parameters, x));
        int[] chosen = IntStream.range(0, weights.length)
                .filter(event -> weights[event] > 0)
                .toArray();
        Batch view = SHIFTED.view(EventWeights.select(x, chosen), 0, 0);
        Probabilities q = Probabilities.of(logits(parameters, view));
        double loss = SoftLikelihoodRatio.loss(p, weights);
        for (int i = 0; i < chosen.length; i++) {
            loss += weights[chosen[i]]
                    * SelfTraining.SYMMETRIC.loss(EventWeights.select(p, chosen[i]), EventWeights.select(q, i));
        }
        return loss;
    }

    private Logits logits(float[] parameters, Batch x) {
        try (ParameterVector w = network.zeros()) {
            w.set(parameters);
            return network.forward(w, x, NormStatistics.batch(network.sourceStatistics()));
        }
    }

    @Test
    void mixesTheSourceInAfterEachStep() {
        Batch x = Toy.batch(5);
        float[] source = network.source().toArray();
        try (Roid free = open(new Roid.Options(1e-3, 1.0 / 3, 1, true));
                Roid held = open(new Roid.Options(1e-3, 1.0 / 3, 0.75, true))) {
            free.adapt(free.score(x, true));
            held.adapt(held.score(x, true));
            float[] moved = free.state().arrays().get("student");
            float[] mixed = held.state().arrays().get("student");
            for (int i = 0; i < source.length; i++) {
                assertThat(mixed[i]).isCloseTo(0.75f * moved[i] + 0.25f * source[i], within(1e-6f));
            }
        }
    }
}
