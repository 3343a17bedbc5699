// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.util.List;

/**
 * What is wrong with a feature.
 *
 * @param how {@code rescaled}, {@code swapped} or {@code stuck}
 * @param like name of the feature that it looks like; null where it was not swapped
 * @param distance from what it should look like
 * @param left distance after the change
 */
record Claim(int feature, String name, String how, String like, UnitChange change, double distance, double left) {

    static final String RESCALED = "rescaled";
    static final String SWAPPED = "swapped";
    static final String STUCK = "stuck";

    Severity severity() {
        return how.equals(STUCK) ? Severity.WARNING : Severity.CRITICAL;
    }

    /** Without the figures. */
    String text() {
        return name + " " + how + (like == null ? "" : " " + like)
                + (change == null ? "" : " " + change.factor() + " " + change.offset());
    }

    Drift.Moved moved() {
        String shown = like == null ? how : how + " with " + like;
        List<Drift.Figure> figures = change == null
                ? List.of(new Drift.Figure("distance", distance))
                : List.of(
                        new Drift.Figure("factor", change.factor()),
                        new Drift.Figure("offset", change.offset()),
                        new Drift.Figure("distance", distance),
                        new Drift.Figure("left", left));
        return new Drift.Moved(name, shown, figures);
    }
}
