// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Logits;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {

    private static final int CLASSES = 4;
    private static final int EVENTS = 5_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.8, 1, 1.7, 5})
    void findsTheTemperatureThatTheLabelsWereDrawnAt(double temperature) {
        Logits logits = logits();
        int[] labels = drawn(logits, temperature);
        double inverse = 1 / Temperature.fit(logits, labels, 0);
        // Five standard errors of the most likely inverse: its Fisher information is the variance of the logits under
        // the probabilities that the labels were drawn from.
        double information = 0;
        for (int event = 0; event < EVENTS; event++) {
            double[] p = probabilities(logits, event, temperature);
            double mean = 0;
            double square = 0;
            for (int c = 0; c < CLASSES; c++) {
                mean += p[c] * logits.at(event, c);
                square += p[c] * logits.at(event, c) * logits.at(event, c);
            }
            information += square - mean * mean;
        }
        assertThat(inverse).isEqualTo(1 / temperature, within(5 / Math.sqrt(information)));
    }

    @Test
    void isNotBelowTheLeastThatIsTaken() {
        Logits logits = logits();
        int[] labels = drawn(logits, 0.5);
        assertThat(Temperature.fit(logits, labels, 0)).isLessThan(0.6);
        assertThat(Temperature.fit(logits, labels, 1))
                .isEqualTo(1, within(1e-6))
                .isGreaterThanOrEqualTo(1);
    }

    @Test
    void staysBetweenASixteenthAndSixteenWhateverTheLabels() {
        Logits sure = new Logits(new float[] {.5f, -.5f, -.5f, .5f}, 2);
        assertThat(Temperature.fit(sure, new int[] {0, 1}, 0)).isEqualTo(1 / 16.0, within(1e-4));
        assertThat(Temperature.fit(sure, new int[] {1, 0}, 0)).isEqualTo(16, within(1e-4));
    }

    @Test
    void anEventOfUnknownClassDoesNotCount() {
        Logits logits = logits();
        int[] labels = drawn(logits, 2);
        double known = Temperature.fit(logits, labels, 0);
        float[] more = Arrays.copyOf(logits.values(), logits.values().length + 2 * CLASSES);
        Arrays.fill(more, logits.values().length, more.length, 3);
        int[] unknown = Arrays.copyOf(labels, EVENTS + 2);
        unknown[EVENTS] = -1;
        unknown[EVENTS + 1] = CLASSES;
        assertThat(Temperature.fit(new Logits(more, CLASSES), unknown, 0)).isEqualTo(known);
    }

    private static Logits logits() {
        SplittableRandom random = new SplittableRandom(5);
        float[] values = new float[EVENTS * CLASSES];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (2 * random.nextGaussian());
        }
        return new Logits(values, CLASSES);
    }

    private static int[] drawn(Logits logits, double temperature) {
        SplittableRandom random = new SplittableRandom(6);
        int[] labels = new int[logits.size()];
        for (int event = 0; event < labels.length; event++) {
            double[] p = probabilities(logits, event, temperature);
            double rest = random.nextDouble();
            while (labels[event] < CLASSES - 1 && rest >= p[labels[event]]) {
                rest -= p[labels[event]++];
            }
        }
        return labels;
    }

    private static double[] probabilities(Logits logits, int event, double temperature) {
        double[] p = new double[CLASSES];
        double sum = 0;
        for (int c = 0; c < CLASSES; c++) {
            p[c] = Math.exp(logits.at(event, c) / temperature);
            sum += p[c];
        }
        for (int c = 0; c < CLASSES; c++) {
            p[c] /= sum;
        }
        return p;
    }
}
