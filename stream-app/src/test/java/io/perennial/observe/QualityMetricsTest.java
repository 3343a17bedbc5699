// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.uncertainty.Probabilities;
import org.junit.jupiter.api.Test;

class QualityMetricsTest {

    private static final Probabilities SURE = new Probabilities(new float[] {0.75f, 0.25f}, 2);
    private static final Probabilities OTHER = new Probabilities(new float[] {0.25f, 0.75f}, 2);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final QualityMetrics metrics = new QualityMetrics(registry);

    /** A partition in which so many of four published predictions are wrong, and the source's are all right where those are. */
    private record Partition(int wrong) implements QualityMetrics.Source {

        @Override
        public LabelledSums labelled() {
            LabelledSums sums = new LabelledSums();
            for (int i = 0; i < 4; i++) {
                int truth = i < wrong ? 1 : 0;
                sums.add(new Judged(SURE, 0, OTHER, 0.5f, 0.5f, false, i, 1, truth, 0));
            }
            return sums;
        }

        @Override
        public EstimateSums estimate() {
            EstimateSums sums = new EstimateSums();
            for (int i = 0; i < 200; i++) {
                sums.add(SURE, SURE, 0, i, 1);
            }
            return sums;
        }

        @Override
        public double ownAccuracy() {
            return 0.75;
        }
    }

    private double value(String name, String tag, String value) {
        return registry.get(name).tag(tag, value).gauge().value();
    }

    @Test
    void nothingIsKnownWithoutAPartition() {
        assertThat(value("perennial.publish.error", "model", "adapted")).isNaN();
        assertThat(value("perennial.publish.coverage", "sets", "fixed")).isNaN();
        assertThat(value("perennial.publish.accuracy.reliable", "model", "source"))
                .isNaN();
    }

    @Test
    void allPartitionsCountTogether() {
        metrics.watch(0, new Partition(1));
        metrics.watch(1, new Partition(3));
        assertThat(value("perennial.publish.error", "model", "adapted")).isEqualTo(0.5);
        assertThat(value("perennial.publish.error", "model", "source")).isEqualTo(0.5);
        assertThat(value("perennial.publish.brier", "model", "adapted")).isCloseTo((0.125 + 1.125) / 2, within(1e-9));
        assertThat(value("perennial.publish.ece", "model", "adapted")).isCloseTo(0.25, within(1e-9));
        assertThat(value("perennial.publish.coverage", "sets", "adaptive")).isEqualTo(0.5);
        assertThat(registry.get("perennial.publish.set.size").gauge().value()).isEqualTo(1);
        assertThat(value("perennial.publish.accuracy.estimate", "model", "adapted"))
                .isEqualTo(0.75);
        assertThat(value("perennial.publish.accuracy.margin", "model", "adapted"))
                .isBetween(0.01, 0.05);
        assertThat(value("perennial.publish.accuracy.reliable", "model", "source"))
                .isEqualTo(1);
    }

    @Test
    void aPartitionThatWentElsewhereCountsNoMore() {
        Partition first = new Partition(1);
        metrics.watch(0, first);
        metrics.watch(0, new Partition(4)); // it came back before the old one was let go
        metrics.release(0, first);
        assertThat(value("perennial.publish.error", "model", "adapted")).isEqualTo(1);
        metrics.release(0, new Partition(4));
        assertThat(value("perennial.publish.error", "model", "adapted")).isNaN();
    }

    @Test
    void labelsAreCountedByWhatBecameOfThem() {
        metrics.label(QualityMetrics.Label.LATE);
        assertThat(registry.get("perennial.publish.labels")
                        .tag("outcome", "late")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("perennial.publish.labels")
                        .tag("outcome", "unknown")
                        .counter()
                        .count())
                .isZero();
    }
}
