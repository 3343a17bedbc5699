// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterLayout;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class SwagDiagonalTest {

    /** A linear model of two inputs and two classes, all weights 0 but w[0][0] = 1. */
    private static final Network LINEAR = Engine.named("torch")
            .threads(1)
            .open(
                    Graph.read(new ModelBuilder(17, 0, 2)
                            .floats("w", new int[] {2, 2}, 1, 0, 0, 0)
                            .node("MatMul", "x w", "y")
                            .output("y")),
                    new ParameterSelection.All());

    private static final LabelledEvents TWO = new LabelledEvents() {
        @Override
        public int size() {
            return 2;
        }

        @Override
        public Batch batch(int... places) {
            float[] values = new float[2 * places.length];
            for (int i = 0; i < places.length; i++) {
                values[2 * i] = places[i];
                values[2 * i + 1] = 1;
            }
            return new Batch(values, places.length, 2);
        }

        @Override
        public int label(int place) {
            return place;
        }
    };

    @AfterAll
    static void close() {
        LINEAR.close();
    }

    /** Against the same two steps of SGD with momentum and weight decay, written out. */
    @Test
    void followsStochasticGradientDescentByHand() {
        SwagDiagonal.Options options = new SwagDiagonal.Options(2, 2, 0.1, 0.9, 0.01, 1);
        DiagonalGaussian fitted = SwagDiagonal.fit(LINEAR, TWO, options, 1, events -> {});

        double[] w = {1, 0, 0, 0};
        double[] velocity = new double[4];
        double[][] way = new double[2][];
        for (int step = 0; step < 2; step++) {
            double[] gradient = gradient(w);
            for (int i = 0; i < 4; i++) {
                velocity[i] = 0.9 * velocity[i] + gradient[i] + 0.01 * w[i];
                w[i] -= 0.1 * velocity[i];
            }
            way[step] = w.clone();
        }
        for (int i = 0; i < 4; i++) {
            double mean = (way[0][i] + way[1][i]) / 2;
            double half = (way[0][i] - way[1][i]) / 2;
            assertThat((double) fitted.mean()[i]).isCloseTo(mean, within(1e-6));
            assertThat((double) fitted.variance()[i]).isCloseTo(half * half, within(1e-8));
        }
    }

    /** Events (0, 1) of class 0 and (1, 1) of class 1 under logits x W. */
    private static double[] gradient(double... w) {
        double[] gradient = new double[4];
        for (int event = 0; event < 2; event++) {
            double[] x = {event, 1};
            double difference = x[0] * (w[1] - w[0]) + x[1] * (w[3] - w[2]);
            double one = 1 / (1 + Math.exp(-difference));
            double miss = (one - event) / 2;
            for (int d = 0; d < 2; d++) {
                gradient[2 * d] -= x[d] * miss;
                gradient[2 * d + 1] += x[d] * miss;
            }
        }
        return gradient;
    }

    @Test
    void theSameSeedGivesTheSamePosterior() {
        SwagDiagonal.Options options = new SwagDiagonal.Options(3, 1, 0.1, 0.9, 0, 2);
        DiagonalGaussian first = SwagDiagonal.fit(LINEAR, TWO, options, 7, events -> {});
        DiagonalGaussian second = SwagDiagonal.fit(LINEAR, TWO, options, 7, events -> {});
        assertThat(first.mean()).isEqualTo(second.mean());
        assertThat(first.variance()).isEqualTo(second.variance());
    }

    @Test
    void refusesASingleEvent() {
        LabelledEvents one = new LabelledEvents() {
            @Override
            public int size() {
                return 1;
            }

            @Override
            public Batch batch(int... places) {
                return TWO.batch(places);
            }

            @Override
            public int label(int place) {
                return 0;
            }
        };
        assertThatThrownBy(() -> SwagDiagonal.fit(LINEAR, one, SwagDiagonal.Options.PUBLISHED, 1, events -> {}))
                .hasMessageContaining("training data refused: expected at least 2");
    }

    @Test
    void aPartKeepsItsOwnMeansAndVariances() {
        ParameterLayout all = new ParameterLayout(List.of(
                new ParameterLayout.Slice("a", 0, 2),
                new ParameterLayout.Slice("b", 2, 1),
                new ParameterLayout.Slice("c", 3, 1)));
        ParameterLayout chosen = new ParameterLayout(
                List.of(new ParameterLayout.Slice("c", 0, 1), new ParameterLayout.Slice("a", 1, 2)));
        DiagonalGaussian part =
                new DiagonalGaussian(new float[] {1, 2, 3, 4}, new float[] {5, 6, 7, 8}).over(all, chosen);
        assertThat(part.mean()).containsExactly(4, 1, 2);
        assertThat(part.variance()).containsExactly(8, 5, 6);
        DiagonalGaussian other = new DiagonalGaussian(new float[1], new float[1]);
        assertThatThrownBy(() -> other.over(all, chosen)).hasMessageContaining("expected 4 values");
    }
}
