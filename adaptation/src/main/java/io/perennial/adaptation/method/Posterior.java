// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;

/**
 * The source's diagonal Gaussian posterior: what step 7 pulls towards. Owns its vectors.
 *
 * @param mean mu, [P]
 * @param variance [P], at least 0
 */
public record Posterior(ParameterVector mean, ParameterVector variance) implements AutoCloseable {

    /** Of arrays of length P. */
    public static Posterior of(Network network, float[] mean, float[] variance) {
        int expected = network.layout().size();
        if (mean.length != expected || variance.length != expected) {
            throw new IllegalArgumentException("posterior refused: expected " + expected
                    + " means and variances, one for each trainable parameter, got " + mean.length + " and "
                    + variance.length + "; fit it with the same choice of parameters");
        }
        ParameterVector mu = network.zeros();
        mu.set(mean);
        ParameterVector var = network.zeros();
        var.set(variance);
        return new Posterior(mu, var);
    }

    @Override
    public void close() {
        mean.close();
        variance.close();
    }
}
