// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.List;

/**
 * What {@link Perennial} is made of.
 *
 * @param paces of the experts' statistics
 * @param window events that the fastest statistics are taken over, where a batch has fewer
 * @param memory events after which evidence counts 1/e
 * @param sharpness of the experts' weights, per nat of mutual information
 * @param classCheck whether the source answers while the stream is suspected to have a single class
 * @param domainEvents events of conditions left behind that are remembered; 0 for none
 * @param learning of the weights
 */
public record PerennialOptions(
        List<Pace> paces,
        int window,
        double memory,
        double sharpness,
        boolean classCheck,
        int domainEvents,
        Learning learning) {

    /**
     * How the weights learn.
     *
     * @param memory events of the class-balanced memory; 0 for weights that do not learn
     * @param certain entropy below which an event is remembered, as a share of log C
     * @param sourceShare how far the student moves back to the source after each step
     */
    public record Learning(int memory, double certain, double sourceShare) {}

    /** One setting for every stream; what each part is worth is in docs/quality.md. */
    public static final PerennialOptions DEFAULT = new PerennialOptions(
            List.of(Pace.SOURCE, Pace.observed(1250), Pace.observed(290), Pace.followed(600), Pace.WINDOW),
            64,
            2000,
            30,
            true,
            1024,
            new Learning(64, 0.4, 0.05));

    public PerennialOptions {
        paces = List.copyOf(paces);
        if (paces.isEmpty() || paces.get(0) != Pace.SOURCE) {
            throw new IllegalArgumentException("paces refused: expected the source first, got " + paces);
        }
    }

    /** For a network without statistics that follow the stream: the source, and the weights that learn. */
    PerennialOptions withoutPaces() {
        return new PerennialOptions(
                List.of(Pace.SOURCE, Pace.WINDOW), window, memory, sharpness, classCheck, domainEvents, learning);
    }
}
