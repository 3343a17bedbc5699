// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.ParameterLayout;
import io.perennial.adaptation.network.ParameterVector;
import java.util.function.DoubleSupplier;

/**
 * The weights of a method as they stand, to be looked at and not to be kept: they change with the next step. The vectors stay
 * the method's.
 *
 * @param layout of all of them
 * @param source untouched
 * @param teacher those that predict
 * @param student those that learn; the teacher where there is only one of both
 * @param posterior the source's; null for none
 * @param damping added to its variances
 * @param fisherThreshold square of the gradient below which values went back to the source in the last step; not a number
 *     where that is not how the method restores. Costs a selection
 */
public record Weights(
        ParameterLayout layout,
        ParameterVector source,
        ParameterVector teacher,
        ParameterVector student,
        Posterior posterior,
        double damping,
        DoubleSupplier fisherThreshold) {

    /** Of one vector that learns and predicts. */
    static Weights alone(ParameterLayout layout, ParameterVector source, ParameterVector weights) {
        return new Weights(layout, source, weights, weights, null, 0, () -> Double.NaN);
    }
}
