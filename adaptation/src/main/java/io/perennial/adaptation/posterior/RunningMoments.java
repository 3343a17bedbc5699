// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import java.util.Arrays;

/**
 * Mean and biased variance of a series of vectors in one pass, in double (Welford, 1962): E[w^2] - E[w]^2 in float32
 * gives negative variances where weights are large against their spread.
 */
public final class RunningMoments {

    private final double[] mean;
    private final double[] squares;
    private long count;

    public RunningMoments(int size) {
        mean = new double[size];
        squares = new double[size];
    }

    public void add(float... values) {
        count++;
        for (int i = 0; i < mean.length; i++) {
            double away = values[i] - mean[i];
            mean[i] += away / count;
            squares[i] += away * (values[i] - mean[i]);
        }
    }

    /** Vectors that were added. */
    public long count() {
        return count;
    }

    /** Sum of the biased variances of all components; 0 without vectors. */
    public double totalVariance() {
        return count == 0 ? 0 : Arrays.stream(squares).sum() / count;
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
