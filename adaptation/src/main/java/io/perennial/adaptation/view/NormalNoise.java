// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.view;

import java.util.random.RandomGenerator;

/**
 * Gaussian noise by inverse transform: 16 random bits choose one of 2^16 quantiles of the standard normal distribution, the
 * middles of as many equal probabilities, scaled to variance 1. Four values to each number drawn, where
 * {@link RandomGenerator#nextGaussian} needs at least one for each: the noise of all views of a table was a quarter of its view
 * passes. No value is beyond 4.33 standard deviations.
 */
final class NormalNoise {

    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;
    private static final int AT_ONCE = Long.SIZE / BITS;
    private static final float[] QUANTILES = quantiles(1 << BITS);

    private NormalNoise() {}

    /** Adds independent noise to each value. */
    static void add(float[] values, float deviation, RandomGenerator random) {
        int whole = values.length - values.length % AT_ONCE;
        for (int i = 0; i < whole; i += AT_ONCE) {
            long bits = random.nextLong();
            values[i] += deviation * QUANTILES[(int) bits & MASK];
            values[i + 1] += deviation * QUANTILES[(int) (bits >>> BITS) & MASK];
            values[i + 2] += deviation * QUANTILES[(int) (bits >>> 2 * BITS) & MASK];
            values[i + 3] += deviation * QUANTILES[(int) (bits >>> 3 * BITS)];
        }
        for (int i = whole; i < values.length; i++) {
            values[i] += deviation * QUANTILES[(int) random.nextLong() & MASK];
        }
    }

    /** Symmetric about 0, in rising order. */
    private static float[] quantiles(int count) {
        double[] upper = new double[count / 2];
        double x = 0;
        double squares = 0;
        for (int i = 0; i < upper.length; i++) {
            x = above(x, (i + 0.5) / count);
            upper[i] = x;
            squares += x * x;
        }
        double unit = Math.sqrt(squares / upper.length);
        float[] quantiles = new float[count];
        for (int i = 0; i < upper.length; i++) {
            quantiles[upper.length + i] = (float) (upper[i] / unit);
            quantiles[upper.length - 1 - i] = (float) (-upper[i] / unit);
        }
        return quantiles;
    }

    /**
     * Where so much of the distribution lies between 0 and there. Newton's method from below: the distribution function is concave
     * above 0, so no step goes too far.
     */
    private static double above(double from, double probability) {
        double x = from;
        double step = 1;
        while (step > 1e-12) {
            step = (probability - between(x)) / density(x);
            x += step;
        }
        return x;
    }

    /** Of the distribution between 0 and x; Abramowitz and Stegun, 26.2.11. */
    private static double between(double x) {
        double sum = x;
        double term = x;
        for (int k = 3; term > 1e-17 * sum; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return density(x) * sum;
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
