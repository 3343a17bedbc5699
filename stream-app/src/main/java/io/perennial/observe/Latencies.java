// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The timers of the process, with buckets that medians and tails are read from. */
final class Latencies {

    // A dozen buckets instead of Micrometer's seventy: one series each, on every scrape.
    private static final Duration[] BUCKETS = millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000);

    /** Where a stream is behind, events wait for minutes. */
    private static final Duration[] WAITING =
            millis(10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000);

    private static final Duration MOST = Duration.ofMinutes(5);

    private final Map<Latency, Timer> timers = new EnumMap<>(Latency.class);

    Latencies(MeterRegistry registry) {
        for (Latency latency : Latency.values()) {
            Timer.Builder timer = Timer.builder(latency.meter())
                    .description(latency.description())
                    .serviceLevelObjectives(latency == Latency.PUBLISH ? WAITING : BUCKETS)
                    .maximumExpectedValue(MOST);
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
}
