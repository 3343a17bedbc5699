// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Network;
import java.util.List;
import java.util.Map;

/**
 * Keeps rows of features out of what is learned while they look like nothing that the source has seen: a burst of noise or
 * of broken sensors. What stays strange for long is how the stream now is, and what was strange from the start too. Images
 * are let through: corruptions that can be adapted to do as much to their first layer.
 */
final class Quarantine {

    private static final String NAME = "quarantine";

    /** Mean square of what enters the first layer, in variances of the source: at most 2.4 in clean gas and weather data. */
    private static final double STRANGE = 4;

    /** Events after which the past counts 1/e. */
    private static final int HORIZON = 1500;

    /** Share of strange events from which strange is usual; one horizon of nothing else reaches it. */
    private static final double USUAL = 0.63;

    private final LayerMoments layers;
    private final boolean rows;
    private final Average strange = new Average(HORIZON);

    Quarantine(Network network) {
        layers = new LayerMoments(network);
        rows = network.eventShape().length == 1;
    }

    /**
     * Whether nothing is to be learned from a batch.
     *
     * @param events of the batch
     * @param seen statistics of the window that ends with it
     */
    boolean holds(int events, float... seen) {
        if (!rows) {
            return false;
        }
        double shift = layers.shift(seen);
        boolean odd = shift * shift + layers.scale(seen) > STRANGE;
        for (int i = 0; i < events; i++) {
            strange.add(odd ? 1 : 0);
        }
        return odd && strange.value() < USUAL;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(NAME, Average.save(List.of(strange)));
    }

    void load(LearnedState state) {
        Average.load(List.of(strange), state.array(NAME, 2));
    }
}
