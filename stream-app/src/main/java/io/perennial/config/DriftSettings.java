// SPDX-License-Identifier: Apache-2.0
package io.perennial.config;

import io.smallrye.config.WithDefault;

/** How the stream is watched for drift. */
public interface DriftSettings {

    @Doc("Whether the stream is watched for drift: features, predictions, weights, and what was agreed of events.")
    @WithDefault("true")
    boolean enabled();

    @Doc("Events of a window. Fewer show a drift sooner, more show a smaller one; the last eight windows are looked at"
            + " together, too.")
    @Range(min = 50, max = 1_000_000)
    @WithDefault("500")
    int window();

    @Doc(
            "Factor on all levels of notice, warning and critical; what chance alone does raises nothing at any tolerance.")
    @Range(min = 0.1, max = 100)
    @WithDefault("1")
    double tolerance();

    @Doc(
            "Events from the beginning of the stream that it is compared with where the bundle has no reference; 0 to watch"
                    + " neither features nor predictions then.")
    @Range(min = 0, max = 1_000_000)
    @WithDefault("1000")
    int learnReference();

    @Doc("Whether nothing is learned while features look rescaled or swapped.")
    @WithDefault("true")
    boolean holdOnContract();
}
