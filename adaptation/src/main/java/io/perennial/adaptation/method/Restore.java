// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.ParameterVector;

/** Which parameters of the student go back to the source after a step. */
public interface Restore {

    /** Restores in place. Returns how many values went back. */
    long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed);

    /** Square of the gradient below which values go back; not a number where that is not what decides. */
    default double threshold(ParameterVector gradient) {
        return Double.NaN;
    }

    /**
     * PETAL-FIM, petal.md steps 8, 9 and 12: F = g^2 of this batch alone; exactly floor(quantile P) values with the
     * smallest F go back, zeros first.
     *
     * @param quantile delta, in [0, 1]
     */
    record Fisher(double quantile) implements Restore {
        @Override
        public long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed) {
            return student.restoreSmallest(gradient, (long) Math.floor(quantile * student.size()), source);
        }

        @Override
        public double threshold(ParameterVector gradient) {
            return gradient.size() == 0 ? Double.NaN : gradient.quantileOfSquares(quantile);
        }
    }

    /**
     * PETAL-FIM as the authors published it: strictly below the quantile, so that nothing goes back where at least
     * delta of the gradients are exactly 0.
     *
     * @param quantile delta, in [0, 1]
     */
    record FisherThreshold(double quantile) implements Restore {
        @Override
        public long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed) {
            return student.restoreBelow(gradient, gradient.quantileOfSquares(quantile), source);
        }

        @Override
        public double threshold(ParameterVector gradient) {
            return gradient.size() == 0 ? Double.NaN : gradient.quantileOfSquares(quantile);
        }
    }

    /**
     * PETAL-FIM with a quantile for each parameter tensor, so that layers of small gradients are not restored for all
     * others: of each about its quantile of values, in all exactly floor(quantile P).
     *
     * @param quantile delta, in [0, 1]
     */
    record FisherByTensor(double quantile) implements Restore {
        @Override
        public long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed) {
            return student.restoreSmallestOfEach(gradient, quantile, source);
        }
    }

    /**
     * PETAL-SRes, after CoTTA: each value with the same probability.
     *
     * @param probability in [0, 1]
     */
    record Stochastic(double probability) implements Restore {
        @Override
        public long apply(ParameterVector student, ParameterVector gradient, ParameterVector source, long seed) {
            return student.restoreRandom(probability, seed, source);
        }
    }
}
