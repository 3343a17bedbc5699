// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlicesTest {

    private static final ParameterLayout LAYOUT = new ParameterLayout(List.of(
            new ParameterLayout.Slice("a", 0, 30, 10),
            new ParameterLayout.Slice("b", 300, 7),
            new ParameterLayout.Slice("c", 307, 1, 1)));

    private final float[] x = new float[308];
    private final float[] y = new float[308];

    private ParameterVector vector(float... values) {
        TorchVector vector = new TorchVector(LAYOUT);
        vector.set(values);
        return vector;
    }

    @Test
    void eachParameterIsReducedByItself() {
        SplittableRandom random = new SplittableRandom(1);
        double[] squares = new double[3];
        long[] equal = new long[3];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
            y[i] = i % 3 == 0 ? x[i] : (float) random.nextGaussian();
            int slice = i < 300 ? 0 : i < 307 ? 1 : 2;
            squares[slice] += ((double) x[i] - y[i]) * ((double) x[i] - y[i]);
            equal[slice] += x[i] == y[i] ? 1 : 0;
        }
        try (ParameterVector a = vector(x);
                ParameterVector b = vector(y)) {
            double[] distances = a.distances(b, LAYOUT);
            for (int i = 0; i < 3; i++) {
                assertThat(distances[i]).isCloseTo(Math.sqrt(squares[i]), within(1e-5));
            }
            assertThat(a.countsEqual(b, LAYOUT)).isEqualTo(equal);
        }
    }

    @Test
    void deviationsAreSquaredUnderTheVariance() {
        for (int i = 0; i < x.length; i++) {
            x[i] = 3;
            y[i] = i % 2 == 0 ? 1 : 4;
        }
        float[] variance = new float[308];
        Arrays.fill(variance, 0.5f);
        try (ParameterVector a = vector(x);
                ParameterVector mean = vector(y);
                ParameterVector of = vector(variance)) {
            assertThat(a.squaredDeviations(mean, of, 0.5)).isCloseTo((4 + 1) / 2.0, within(1e-6));
        }
    }

    @Test
    void someValuesAreEvenlySpaced() {
        for (int i = 0; i < x.length; i++) {
            x[i] = i;
        }
        try (ParameterVector a = vector(x);
                ParameterVector none = new TorchVector(new ParameterLayout(List.of()))) {
            assertThat(a.some(1000)).isEqualTo(x);
            assertThat(a.some(4)).containsExactly(0, 77, 154, 231);
            assertThat(a.some(5)).containsExactly(0, 62, 124, 186, 248);
            assertThat(none.some(5)).isEmpty();
        }
    }
}
