// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.method.Held;
import io.perennial.adaptation.method.StepReport;
import io.perennial.observe.PartitionMetrics.Trigger;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.record.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PerennialMetricsTest {

    private static final StepReport LEARNED = StepReport.learned(1, 0.5, 0.03, 0.125);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PerennialMetrics metrics = new PerennialMetrics(registry);
    private final PartitionMetrics partition = metrics.partition(3);

    @Test
    void hasTheseNamesAndNoOthers() {
        assertThat(registry.getMeters().stream().map(m -> m.getId().getName()).distinct())
                .filteredOn(name ->
                        !name.endsWith(".histogram") && !name.endsWith(".percentile")) // the simple registry's own
                .containsExactlyInAnyOrder(
                        "perennial.record.events",
                        "perennial.record.lag",
                        "perennial.record.refused",
                        "perennial.tensor.batches",
                        "perennial.score.latency",
                        "perennial.score.snapshot.latency",
                        "perennial.score.forward.latency",
                        "perennial.score.views.latency",
                        "perennial.score.entropy",
                        "perennial.score.disagreement",
                        "perennial.score.restoring",
                        "perennial.adapt.steps",
                        "perennial.adapt.skipped",
                        "perennial.adapt.ration",
                        "perennial.adapt.latency",
                        "perennial.adapt.restored.share",
                        "perennial.adapt.distance",
                        "perennial.adapt.backlog",
                        "perennial.adapt.guard.state",
                        "perennial.adapt.guard.transitions",
                        "perennial.publish.predictions",
                        "perennial.publish.latency",
                        "perennial.publish.abstained",
                        "perennial.publish.labels",
                        "perennial.publish.error",
                        "perennial.publish.brier",
                        "perennial.publish.nll",
                        "perennial.publish.ece",
                        "perennial.publish.accuracy.estimate",
                        "perennial.publish.accuracy.margin",
                        "perennial.publish.accuracy.reliable",
                        "perennial.publish.coverage",
                        "perennial.publish.set.size");
    }

    @Test
    void describesEveryMeter() {
        assertThat(registry.getMeters())
                .filteredOn(m -> !m.getId().getName().endsWith(".histogram"))
                .filteredOn(m -> !m.getId().getName().endsWith(".percentile"))
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
        partition.adapted(7_000_000, LEARNED);
        partition.published(40);
        partition.published(-5);

        assertThat(registry.get("perennial.record.events")
                        .tag("partition", "3")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("perennial.record.refused")
                        .tag("reason", "not-json")
                        .tag("topic", "events")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.record.refused")
                        .tag("reason", "empty")
                        .tag("topic", "events")
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
    void everyBatchIsAStepOrSkippedForAReason() {
        partition.adapted(1, LEARNED);
        partition.adapted(1, new StepReport(1, false, 0, 0, 0.1, List.of(), Held.SINGLE_CLASS));
        partition.adapted(1, new StepReport(1, false, 0, 0, 0.1, List.of(), Held.GUARD));
        partition.skipped(Unasked.PAUSED);

        assertThat(registry.get("perennial.adapt.steps").counter().count()).isEqualTo(1);
        assertThat(skipped("single-class")).isEqualTo(1);
        assertThat(skipped("guard")).isEqualTo(1);
        assertThat(skipped("paused")).isEqualTo(1);
        assertThat(skipped("disabled")).isZero();
        assertThat(registry.get("perennial.adapt.skipped").counters())
                .hasSize(Held.values().length + Unasked.values().length);
    }

    private double skipped(String reason) {
        return registry.get("perennial.adapt.skipped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void timesOnlyWhatTookPlace() {
        partition.passed(2_000_000, 0, 0);
        partition.passed(2_000_000, 1_000_000, 5_000_000);

        assertThat(forward("adapted").count()).isEqualTo(2);
        assertThat(forward("source").count()).isEqualTo(1);
        assertThat(registry.get("perennial.score.views.latency").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
    }

    private Timer forward(String model) {
        return registry.get("perennial.score.forward.latency")
                .tag("model", model)
                .timer();
    }

    @Test
    void aPartitionWhoseLagIsNotToldIsNotKnown() {
        metrics.partition(4);
        metrics.behind(Map.of(3, 17L, 4, 0L));
        assertThat(lag(3)).isEqualTo(17);
        assertThat(lag(4)).isZero();
        metrics.behind(Map.of(4, 2L));
        assertThat(lag(3)).isNaN();
        metrics.partition(4).released();
        assertThat(lag(4)).isNaN();
    }

    private double lag(int number) {
        return registry.get("perennial.record.lag")
                .tag("partition", Integer.toString(number))
                .gauge()
                .value();
    }

    @Test
    void tellsMemoryByOwner() {
        metrics.bindMemory(() -> 1000, () -> 2000);

        assertThat(memory("network")).isEqualTo(1000);
        assertThat(memory("source")).isEqualTo(2000);
        assertThat(memory("heap")).isGreaterThan(1e6);
        assertThat(memory("nonheap")).isGreaterThan(1e6);
        assertThat(memory("direct")).isNotNegative();
        if (Files.isReadable(Path.of("/proc/self/status"))) {
            assertThat(memory("process")).isGreaterThan(memory("nonheap"));
        }
    }

    private double memory(String owner) {
        return registry.get("perennial.score.memory")
                .tag("owner", owner)
                .gauge()
                .value();
    }

    @Test
    void tellsWhetherTheStoreTakesCheckpoints() {
        StoreMetrics store = new StoreMetrics(registry);
        assertThat(registry.get("perennial.store.up").gauge().value()).isNaN();
        store.published();
        assertThat(registry.get("perennial.store.up").gauge().value()).isEqualTo(1);
        store.failed();
        assertThat(registry.get("perennial.store.up").gauge().value()).isZero();
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
        partition.adapted(1, LEARNED);
        partition.released();

        assertThat(registry.get("perennial.adapt.distance").gauge().value()).isNaN();
        assertThat(registry.get("perennial.adapt.steps").counter().count()).isEqualTo(1);
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
                            "perennial_record_lag_events{partition=\"0\"} NaN",
                            "perennial_record_refused_events_total{partition=\"0\",reason=\"tombstone\",topic=\"events\"} 0.0",
                            "perennial_score_latency_seconds_bucket{le=\"0.005\"} 1",
                            "perennial_adapt_distance{partition=\"0\"} NaN",
                            "perennial_publish_error{model=\"source\"} NaN")
                    .noneMatch(line -> line.contains("quantile=")) // buckets say it
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
        }
    }
}
