// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.observe.PartitionMetrics.Trigger;
import io.perennial.record.Refusal;
import org.junit.jupiter.api.Test;

class PerennialMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PerennialMetrics metrics = new PerennialMetrics(registry);
    private final PartitionMetrics partition = metrics.partition(3);

    @Test
    void hasTheseNamesAndNoOthers() {
        assertThat(registry.getMeters().stream().map(m -> m.getId().getName()).distinct())
                .filteredOn(name -> !name.endsWith(".histogram")) // the buckets of the simple registry's timers
                .containsExactlyInAnyOrder(
                        "perennial.record.events",
                        "perennial.record.refused",
                        "perennial.tensor.batches",
                        "perennial.score.latency",
                        "perennial.score.entropy",
                        "perennial.score.disagreement",
                        "perennial.adapt.steps",
                        "perennial.adapt.latency",
                        "perennial.adapt.restored.share",
                        "perennial.adapt.distance",
                        "perennial.adapt.guard.state",
                        "perennial.adapt.guard.transitions",
                        "perennial.publish.predictions",
                        "perennial.publish.latency",
                        "perennial.publish.error");
    }

    @Test
    void describesEveryMeter() {
        assertThat(registry.getMeters())
                .filteredOn(m -> !m.getId().getName().endsWith(".histogram"))
                .extracting(Meter::getId)
                .allSatisfy(id -> assertThat(id.getDescription()).isNotBlank());
    }

    @Test
    void countsWhatEachStageDoes() {
        partition.received();
        partition.received();
        partition.refused(Refusal.NOT_JSON);
        partition.flushed(Trigger.TIME);
        partition.scored(5_000_000);
        partition.uncertain(0.5, true);
        partition.uncertain(1.5, false);
        partition.adapted(7_000_000, 0.03, 0.125);
        partition.published(40);
        partition.published(-5);

        assertThat(registry.get("perennial.record.events")
                        .tag("partition", "3")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("perennial.record.refused")
                        .tag("reason", "not-json")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.record.refused")
                        .tag("reason", "empty")
                        .counter()
                        .count())
                .isZero();
        assertThat(registry.get("perennial.tensor.batches")
                        .tag("trigger", "time")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.score.latency").timer().count()).isEqualTo(1);
        assertThat(registry.get("perennial.score.entropy").summary().mean()).isEqualTo(1);
        assertThat(registry.get("perennial.score.disagreement").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.adapt.steps").counter().count()).isEqualTo(1);
        assertThat(registry.get("perennial.adapt.restored.share").gauge().value())
                .isEqualTo(0.03);
        assertThat(registry.get("perennial.adapt.distance").gauge().value()).isEqualTo(0.125);
        assertThat(registry.get("perennial.publish.predictions").counter().count())
                .isEqualTo(2);
        assertThat(registry.get("perennial.publish.latency").timer().count()).isEqualTo(2);
    }

    @Test
    void tellsWhatTheGuardDoes() {
        assertThat(registry.get("perennial.adapt.guard.state").gauge().value()).isNaN();
        partition.guard(GuardState.CLOSED);
        partition.guardWent(GuardState.OPEN);
        partition.guard(GuardState.OPEN);
        assertThat(registry.get("perennial.adapt.guard.state").gauge().value()).isEqualTo(2);
        partition.guardWent(GuardState.HALF_OPEN);
        partition.guard(GuardState.HALF_OPEN);
        assertThat(registry.get("perennial.adapt.guard.state").gauge().value()).isEqualTo(1);
        assertThat(registry.get("perennial.adapt.guard.transitions")
                        .tag("to", "open")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.adapt.guard.transitions")
                        .tag("to", "closed")
                        .counter()
                        .count())
                .isZero();
        partition.released();
        assertThat(registry.get("perennial.adapt.guard.state").gauge().value()).isNaN();
    }

    @Test
    void keepsOneSetOfMetersForEachPartition() {
        assertThat(metrics.partition(3)).isSameAs(partition);
        metrics.partition(4).received();

        assertThat(registry.get("perennial.record.events")
                        .tag("partition", "3")
                        .counter()
                        .count())
                .isZero();
    }

    @Test
    void saysNothingAboutAPartitionThatWentElsewhere() {
        partition.adapted(1, 0.03, 0.1);
        partition.released();

        assertThat(registry.get("perennial.adapt.distance").gauge().value()).isNaN();
        assertThat(registry.get("perennial.adapt.steps").counter().count()).isEqualTo(1);
    }

    @Test
    void knowsTheErrorOnceThereAreLabels() {
        assertThat(error("adapted")).isNaN();

        for (int i = 0; i < 4; i++) {
            metrics.sourceLabelled(true);
            metrics.adaptedLabelled(i == 0);
        }

        assertThat(error("source")).isEqualTo(1);
        assertThat(error("adapted")).isEqualTo(0.25);
    }

    @Test
    void looksBackNoFurtherThanTheWindow() {
        for (int i = 0; i < PerennialMetrics.ERROR_WINDOW; i++) {
            metrics.sourceLabelled(true);
            metrics.adaptedLabelled(true);
        }
        for (int i = 0; i < PerennialMetrics.ERROR_WINDOW / 2; i++) {
            metrics.sourceLabelled(true);
            metrics.adaptedLabelled(false);
        }

        assertThat(error("source")).isEqualTo(1);
        assertThat(error("adapted")).isEqualTo(0.5);
    }

    private double error(String model) {
        return registry.get("perennial.publish.error")
                .tag("model", model)
                .gauge()
                .value();
    }

    @Test
    void isReadableByPrometheus() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (PerennialMetrics scraped = new PerennialMetrics(prometheus)) {
            scraped.bindJvm();
            scraped.partition(0).received();
            scraped.partition(0).scored(3_000_000);

            assertThat(prometheus.scrape().lines())
                    .contains(
                            "perennial_record_events_total{partition=\"0\"} 1.0",
                            "perennial_record_refused_events_total{partition=\"0\",reason=\"tombstone\"} 0.0",
                            "perennial_score_latency_seconds_bucket{le=\"0.005\"} 1",
                            "perennial_adapt_distance{partition=\"0\"} NaN",
                            "perennial_publish_error{model=\"source\"} NaN")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        }
    }
}
