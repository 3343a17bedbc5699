// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/**
 * The mean and variance that batch-normalisation layers use in one forward pass:
 *
 * <pre>used = values + batchShare (batch - values)</pre>
 *
 * where {@code batch} is the mean and biased variance of the batch at hand. One formula gives every policy: 1 is the
 * batch's own statistics (as PETAL was published), 0 the fixed values, anything between a mixture. Gradients flow
 * through the batch's part.
 *
 * @param values for each normalisation layer in file order its C means, then its C variances; length S
 * @param batchShare in [0, 1]
 * @param keep whether the pass writes the used statistics back into {@code values} (an exponential moving average)
 */
public record NormStatistics(float[] values, float batchShare, boolean keep) {

    public NormStatistics {
        if (!(batchShare >= 0 && batchShare <= 1)) {
            throw new IllegalArgumentException("batch share refused: expected 0 to 1, got " + batchShare);
        }
    }

    /** The batch's own statistics; the values are not read. */
    public static NormStatistics batch(float[] values) {
        return new NormStatistics(values, 1, false);
    }

    /** The values as they are, the source model's or a running average's. */
    public static NormStatistics fixed(float[] values) {
        return new NormStatistics(values, 0, false);
    }

    /** A mixture that is not remembered. */
    public static NormStatistics mix(float[] values, float batchShare) {
        return new NormStatistics(values, batchShare, false);
    }

    /** A moving average: the pass learns from the batch, uses what it has learned, and keeps it. */
    public static NormStatistics ema(float[] values, float momentum) {
        return new NormStatistics(values, momentum, true);
    }
}
