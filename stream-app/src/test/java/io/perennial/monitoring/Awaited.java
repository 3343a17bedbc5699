// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import java.util.Set;

/** Metrics that the dashboard and the rules use and that are not registered yet; empty once everything is there. */
public final class Awaited {

    public static final Set<String> METRICS = Set.of(
            // Quality and uncertainty.
            "perennial_publish_brier",
            "perennial_publish_nll_nats",
            "perennial_publish_ece",
            "perennial_publish_accuracy_estimate",
            "perennial_publish_accuracy_margin",
            "perennial_publish_accuracy_reliable",
            "perennial_publish_coverage",
            "perennial_publish_set_size_classes",
            "perennial_publish_abstained_events_total",
            "perennial_publish_labels_total");

    private Awaited() {}
}
