// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.posterior;

import io.perennial.adaptation.network.ParameterLayout;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Gaussian over parameters without covariances.
 *
 * @param mean [P]
 * @param variance [P], 0 or more
 */
public record DiagonalGaussian(float[] mean, float[] variance) {

    public DiagonalGaussian {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException("posterior refused: expected as many variances as means, got "
                    + variance.length + " and " + mean.length);
        }
    }

    /**
     * The same Gaussian over some of its parameters.
     *
     * @param all how this one is laid out
     * @param chosen parameters of the same names and shapes
     */
    public DiagonalGaussian over(ParameterLayout all, ParameterLayout chosen) {
        if (all.size() != mean.length) {
            throw new IllegalArgumentException("posterior refused: expected " + all.size()
                    + " values, one for each trainable parameter of the model, got " + mean.length);
        }
        Map<String, ParameterLayout.Slice> from =
                all.slices().stream().collect(Collectors.toMap(ParameterLayout.Slice::name, Function.identity()));
        float[] means = new float[chosen.size()];
        float[] variances = new float[chosen.size()];
        for (ParameterLayout.Slice slice : chosen.slices()) {
            int at = from.get(slice.name()).offset();
            System.arraycopy(mean, at, means, slice.offset(), slice.length());
            System.arraycopy(variance, at, variances, slice.offset(), slice.length());
        }
        return new DiagonalGaussian(means, variances);
    }
}
