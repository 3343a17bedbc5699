// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import java.util.Set;

/** Metrics that the dashboard and the rules use and that are not registered yet; empty once everything is there. */
public final class Awaited {

    public static final Set<String> METRICS = Set.of(
            // Drift detectors.
            "perennial_record_drift_psi",
            "perennial_record_drift_distance",
            "perennial_record_drift_missing",
            "perennial_score_drift_divergence_nats",
            "perennial_score_drift_entropy_nats",
            "perennial_score_class_share",
            "perennial_score_class_prior",
            "perennial_adapt_drift_events_total",
            "perennial_adapt_drift_severity",
            "perennial_adapt_layer_distance",
            "perennial_adapt_layer_restored",
            "perennial_adapt_mahalanobis",
            "perennial_adapt_fisher_threshold",
            "perennial_adapt_update_cosine",
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
