// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The timers of the process: buckets for Prometheus, and medians and tails of the last minute for those who ask here. */
final class Latencies {

    // A dozen buckets instead of Micrometer's seventy: one series each, on every scrape.
    private static final Duration[] BUCKETS = List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000).stream()
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final double[] QUANTILES = {0.5, 0.99};
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<Latency, Timer> timers = new EnumMap<>(Latency.class);

    Latencies(MeterRegistry registry) {
        for (Latency latency : Latency.values()) {
            Timer.Builder timer = Timer.builder(latency.meter())
                    .description(latency.description())
                    .serviceLevelObjectives(BUCKETS)
                    .publishPercentiles(QUANTILES)
                    .distributionStatisticExpiry(WINDOW);
            if (latency.model() != null) {
                timer.tag("model", latency.model());
            }
            timers.put(latency, timer.register(registry));
        }
    }

    void record(Latency latency, long nanos) {
        timers.get(latency).record(nanos, TimeUnit.NANOSECONDS);
    }

    /** In seconds; NaN where nothing was timed within the window. */
    double quantile(Latency latency, double quantile) {
        for (ValueAtPercentile value : timers.get(latency).takeSnapshot().percentileValues()) {
            if (value.percentile() == quantile) {
                double seconds = value.value(TimeUnit.SECONDS);
                return seconds > 0 ? seconds : Double.NaN;
            }
        }
        throw new IllegalArgumentException("quantile refused: expected 0.5 or 0.99, got " + quantile);
    }
}
