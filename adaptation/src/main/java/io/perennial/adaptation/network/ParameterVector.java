// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.network;

/**
 * All trainable parameters of a network, or anything of their shape (a gradient, a moment, a variance), as one flat
 * float32 vector of length P in native memory, or on a GPU. Operations work in place on the receiver; arguments must come from the
 * same engine and have the same length. Not thread-safe.
 */
public interface ParameterVector extends AutoCloseable {

    /** Number of values, P. */
    int size();

    /** this := other. */
    void copyFrom(ParameterVector other);

    /** this := values, of length P. */
    void set(float[] values);

    /** A copy of the values, of length P. */
    float[] toArray();

    /** this := this + share (target - this); PETAL's teacher with share = 1 - m. */
    void lerp(ParameterVector target, float share);

    /** this := factor this. */
    void scale(float factor);

    /** this := this + factor other. */
    void add(ParameterVector other, float factor);

    /** this := this + factor other^2, value by value; a Fisher diagonal from gradients. */
    void addSquares(ParameterVector other, float factor);

    /** this := this + weight importance (parameters - anchor); the gradient of elastic weight consolidation. */
    void pullByImportance(ParameterVector parameters, ParameterVector anchor, ParameterVector importance, float weight);

    /** this := this + weight (parameters - mean) / (variance + damping); the gradient of a Gaussian prior. */
    void pullToGaussian(
            ParameterVector parameters, ParameterVector mean, ParameterVector variance, float weight, float damping);

    /**
     * One Adam step (Kingma and Ba, 2015) with bias correction: this is the parameters.
     *
     * @param step 1 for the first
     */
    void adam(ParameterVector gradient, ParameterVector first, ParameterVector second, AdamRates rates, long step);

    /** One SGD step with Nesterov momentum as in PyTorch: buffer := momentum buffer + g; this -= rate (g + momentum buffer). */
    void sgd(ParameterVector gradient, ParameterVector buffer, float rate, float momentum);

    /**
     * Quantile of the squares of the values, linear between order statistics (as numpy and PyTorch).
     *
     * @param share in [0, 1]
     */
    float quantileOfSquares(double share);

    /**
     * this := source wherever gradient^2 is strictly below the threshold.
     *
     * @return how many values were restored
     */
    long restoreBelow(ParameterVector gradient, float threshold, ParameterVector source);

    /**
     * this := source for exactly count values: those with the smallest gradient^2, of equals the ones with lower index.
     *
     * @return how many values were restored, count
     */
    long restoreSmallest(ParameterVector gradient, long count, ParameterVector source);

    /**
     * The same for each parameter by itself: of a parameter that lies from a to b in the flat vector the floor(share b) -
     * floor(share a) values with the smallest gradient^2 in it, which over all parameters is floor(share P).
     *
     * @param share in [0, 1]
     * @return how many values were restored
     */
    long restoreSmallestOfEach(ParameterVector gradient, double share, ParameterVector source);

    /**
     * this := source for each value with the given probability, independently.
     *
     * @return how many values were restored
     */
    long restoreRandom(double probability, long seed, ParameterVector source);

    /** How many values are equal to the other's, bit for bit up to the sign of zero. */
    long countEqual(ParameterVector other);

    /** Euclidean norm. */
    double norm();

    /** Euclidean distance. */
    double distance(ParameterVector other);

    /** Euclidean distance within each parameter, in the order of the layout. */
    double[] distances(ParameterVector other, ParameterLayout layout);

    /** {@link #countEqual} within each parameter, in the order of the layout. */
    long[] countsEqual(ParameterVector other, ParameterLayout layout);

    /** Mean of (this - mean)^2 / (variance + damping): 1 in the mean for a draw of that Gaussian. */
    double squaredDeviations(ParameterVector mean, ParameterVector variance, double damping);

    /** A copy of at most so many values, evenly spaced from the first. */
    float[] some(int most);

    /** Whether every value is finite. */
    boolean isFinite();

    /** Frees the native memory; closing twice is allowed. */
    @Override
    void close();
}
