// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;

/**
 * Where students start from, are pulled to and return to, with a place for the gradient of the step at hand. It changes
 * in nothing that lasts, so that experts share one.
 *
 * @param norm of the weights
 * @param posterior null for no pull
 */
record SourcePoint(Network network, ParameterVector weights, double norm, Posterior posterior, ParameterVector gradient)
        implements AutoCloseable {

    /** @param posterior owned by this from here on */
    static SourcePoint of(Network network, Posterior posterior) {
        ParameterVector weights = network.source();
        return new SourcePoint(network, weights, weights.norm(), posterior, network.zeros());
    }

    /** Step 7: the gradient of the pull to the posterior, added. */
    void pull(ParameterVector student, PetalOptions options, ParameterVector into) {
        if (posterior != null && options.priorWeight() > 0) {
            float weight = (float) options.priorWeight();
            float damping = (float) options.priorDamping();
            into.pullToGaussian(student, posterior.mean(), posterior.variance(), weight, damping);
        }
    }

    /** These beside a teacher and a student of theirs. */
    Weights beside(ParameterVector teacher, ParameterVector student, PetalOptions options) {
        return new Weights(
                network.layout(), weights, teacher, student, posterior, options.priorDamping(), () -> options.restore()
                        .threshold(gradient));
    }

    /** How far others are away, relative to the source's norm. */
    double distance(ParameterVector others) {
        return others.distance(weights) / Math.max(norm, Float.MIN_NORMAL);
    }

    @Override
    public void close() {
        weights.close();
        gradient.close();
        if (posterior != null) {
            posterior.close();
        }
    }
}
