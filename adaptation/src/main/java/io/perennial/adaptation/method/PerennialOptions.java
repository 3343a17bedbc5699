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
 * @param anchorThreshold confidence of the prediction below which views are averaged
 * @param views how many
 */
public record PerennialOptions(
        List<Pace> paces, int window, double memory, double sharpness, double anchorThreshold, int views) {

    /** One setting for every stream; how it was chosen is in docs/quality.md. */
    public static final PerennialOptions DEFAULT = new PerennialOptions(
            List.of(Pace.SOURCE, Pace.observed(1250), Pace.observed(290), Pace.followed(600), Pace.WINDOW),
            64,
            3200,
            30,
            0.92,
            4);

    /** The same with the views that are configured. */
    PerennialOptions views(PetalOptions petal) {
        return new PerennialOptions(paces, window, memory, sharpness, petal.anchorThreshold(), petal.views());
    }

    public PerennialOptions {
        paces = List.copyOf(paces);
    }
}
