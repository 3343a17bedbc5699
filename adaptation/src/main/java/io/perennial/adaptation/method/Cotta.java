// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;

/**
 * CoTTA: a student learns from an augmentation-averaged EMA teacher, and random weights return to the source (Wang et
 * al., "Continual Test-Time Domain Adaptation", CVPR 2022). Published with the batch's own statistics, on all parameters.
 *
 * <p>PETAL grew out of it and computes the same where nothing pulls to a posterior and the restore is random, so it runs
 * as {@link Petal}; what is here is the choice that makes it CoTTA. Memory: 6 P floats.
 */
public final class Cotta {

    /**
     * As published for CIFAR-10-C: Adam at 1e-3, teacher momentum 0.999, 32 views where the source's mean confidence is
     * below 0.92, restore with probability 0.01.
     */
    public static final PetalOptions CIFAR10 =
            new PetalOptions(1e-3, true, 0.999, 0.92, 32, 0, 1e-6, false, new Restore.Stochastic(0.01));

    private Cotta() {}

    /**
     * Opens it at the source.
     *
     * @param network stays the caller's
     * @param seed of the restore
     */
    public static Method open(Network network, NormPolicy statistics, ViewSource views, long seed) {
        return new Petal(network, CIFAR10, null, statistics, views, seed);
    }
}
