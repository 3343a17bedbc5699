// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The timers of the process: buckets for Prometheus, and medians and tails of the last minute for those who ask here. */
final class Latencies {

    // A dozen buckets instead of Micrometer's seventy: one series each, on every scrape.
    private static final Duration[] BUCKETS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);

    /** Where a stream is behind, events wait for minutes. */
    private static final Duration[] WAITING =
            millis(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000);

    private static final Duration MOST = Duration.ofMinutes(5);

    private static final double[] QUANTILES = {0.5, 0.99};
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<Latency, Timer> timers = new EnumMap<>(Latency.class);

    Latencies(MeterRegistry registry) {
        for (Latency latency : Latency.values()) {
            Timer.Builder timer = Timer.builder(latency.meter())
                    .description(latency.description())
                    .serviceLevelObjectives(latency == Latency.PUBLISH ? WAITING : BUCKETS)
                    .maximumExpectedValue(MOST)
                    .publishPercentiles(QUANTILES)
                    .distributionStatisticExpiry(WINDOW);
            if (latency.model() != null) {
                timer.tag("model", latency.model());
            }
            timers.put(latency, timer.register(registry));
        }
    }

    private static Duration[] millis(int... each) {
        return Arrays.stream(each).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
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
