// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

/**
 * From where on a figure is a notice, a warning, critical. It falls back only below {@link #FALLS} of the level it had
 * reached, so that a figure at a level does not ring twice.
 */
record Levels(double notice, double warning, double critical) {

    static final double FALLS = 0.7;

    /** All of them times a factor. */
    Levels times(double factor) {
        return new Levels(factor * notice, factor * warning, factor * critical);
    }

    /** None of them below what chance does. */
    Levels atLeast(double chance) {
        return new Levels(Math.max(notice, chance), Math.max(warning, chance), Math.max(critical, chance));
    }

    /** Without a past; nothing is known of a figure that is not a number. */
    Severity of(double value) {
        return value >= critical
                ? Severity.CRITICAL
                : value >= warning ? Severity.WARNING : value >= notice ? Severity.NOTICE : Severity.NONE;
    }

    /** After another severity. */
    Severity after(Severity before, double value) {
        return Severity.most(of(value), Severity.least(before, of(value / FALLS)));
    }
}
