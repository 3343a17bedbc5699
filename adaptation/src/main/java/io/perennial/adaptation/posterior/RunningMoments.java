// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

/**
 * Mean and biased variance of a series of vectors in one pass, in double (Welford, 1962): E[w^2] - E[w]^2 in float32
 * gives negative variances where weights are large against their spread.
 */
final class RunningMoments {

    private final double[] mean;
    private final double[] squares;
    private long count;

    RunningMoments(int size) {
        mean = new double[size];
        squares = new double[size];
    }

    void add(float... values) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double away = values[i] - mean[i];
            mean[i] += away / count;
            squares[i] += away * (values[i] - mean[i]);
        }
    }

    long count() {
        return count;
    }

    DiagonalGaussian gaussian() {
        float[] means = new float[mean.length];
        float[] variances = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            means[i] = (float) mean[i];
            variances[i] = (float) Math.max(0, squares[i] / count);
        }
        return new DiagonalGaussian(means, variances);
    }
}
