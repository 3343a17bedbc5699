// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.uncertainty.Probabilities;
import org.junit.jupiter.api.Test;

class LameTest {

    @Test
    void withoutNeighboursThePredictionsStay() {
        Probabilities p = new Probabilities(new float[] {0.7f, 0.3f, 0.2f, 0.8f}, 2);
        Probabilities adjusted = Probabilities.of(LaplacianAdjustment.adjusted(p, new double[2][2]));
        assertThat(adjusted.values()).containsExactly(p.values(), within(1e-6f));
    }

    /** The fixed point of y = sigmoid(logit(p) + y' - (1 - y')) for both: 0.4 follows 0.9 to the first class. */
    @Test
    void neighboursAgree() {
        Probabilities p = new Probabilities(new float[] {0.9f, 0.1f, 0.4f, 0.6f}, 2);
        double[][] neighbours = {{0, 1}, {1, 0}};
        double a = 0.9;
        double b = 0.4;
        for (int step = 0; step < 200; step++) {
            double next = sigmoid(Math.log(9) + 2 * b - 1);
            b = sigmoid(Math.log(0.4 / 0.6) + 2 * a - 1);
            a = next;
        }
        Probabilities adjusted = Probabilities.of(LaplacianAdjustment.adjusted(p, neighbours));
        assertThat(b).isGreaterThan(0.5);
        assertThat((double) adjusted.at(0, 0)).isCloseTo(a, within(1e-3));
        assertThat((double) adjusted.at(1, 0)).isCloseTo(b, within(1e-3));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /** Directions 0, 90 and 0 degrees: distances 0 and sqrt 2; with three events the "5th nearest" is the farthest. */
    @Test
    void gaussianAffinityFallsWithTheAngleBetweenFeatures() {
        double[][] kernel = Affinity.GAUSSIAN.of(new float[] {1, 0, 0, 2, 3, 0}, 3);
        assertThat(kernel[0][2]).isEqualTo(1);
        assertThat(kernel[0][1]).isCloseTo(Math.exp(-0.5), within(1e-9));
        assertThat(kernel[1][1]).isEqualTo(1);
    }

    @Test
    void nearestAffinityCountsTheFiveNearestOthers() {
        float[] features = new float[2 * 8];
        for (int event = 0; event < 8; event++) {
            features[2 * event] = (float) Math.cos(0.1 * event);
            features[2 * event + 1] = (float) Math.sin(0.1 * event);
        }
        double[][] kernel = Affinity.NEAREST.of(features, 8);
        assertThat(kernel[0]).containsExactly(0, 1, 1, 1, 1, 1, 0, 0);
        assertThat(kernel[7]).containsExactly(0, 0, 1, 1, 1, 1, 1, 0);
    }

    @Test
    void comparesByFeaturesWhereThereAreSome() {
        LinearNetwork network = new LinearNetwork(2, 3, 1);
        LinearNetwork features = new LinearNetwork(2, 5, 1);
        Batch x = new Batch(new float[] {1, 2, -1, 0.5f, 3, 0}, 3, 2);
        try (Lame plain = new Lame(network, null, Affinity.GAUSSIAN, NormPolicy.Kind.SOURCE);
                Lame lame = new Lame(network, features, Affinity.GAUSSIAN, NormPolicy.Kind.SOURCE)) {
            Logits byLogits = plain.score(x, true).logits();
            Scored byFeatures = lame.score(x, true);
            assertThat(byFeatures.logits().values()).isNotEqualTo(byLogits.values());
            StepReport report = lame.adapt(byFeatures);
            assertThat(report.held()).isEqualTo(Held.METHOD);
            assertThat(report.step()).isEqualTo(1);
        }
        assertThat(network.vectors).isEmpty();
        assertThat(features.vectors).isEmpty();
    }
}
