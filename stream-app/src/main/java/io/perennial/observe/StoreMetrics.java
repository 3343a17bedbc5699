// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** What happens between the application and its model store. Thread-safe. */
public final class StoreMetrics {

    private final Counter published;
    private final Counter failed;
    private final Counter dropped;
    private volatile double waiting;
    private volatile double lastPublished = Double.NaN;
    private volatile double up = Double.NaN;

    public StoreMetrics(MeterRegistry registry) {
        published = counter(registry, "published");
        failed = counter(registry, "failed");
        dropped = counter(registry, "dropped");
        Gauge.builder("perennial.store.waiting", this, m -> m.waiting)
                .baseUnit("checkpoints")
                .description("Checkpoints that wait for the store")
                .register(registry);
        Gauge.builder("perennial.store.up", this, m -> m.up)
                .description(
                        "Whether the store took the last checkpoint that it was offered: 1 or 0; NaN before the first")
                .register(registry);
        Gauge.builder("perennial.store.age", this, m -> (System.nanoTime() - m.lastPublished) / 1e9)
                .baseUnit("seconds")
                .description("Time since the last checkpoint was published; NaN before the first")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("perennial.store.checkpoints")
                .baseUnit("checkpoints")
                .description("Attempts to publish a checkpoint, and checkpoints given up for newer ones")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** A checkpoint is in the store. */
    public void published() {
        published.increment();
        lastPublished = System.nanoTime();
        up = 1;
    }

    /** The store did not take a checkpoint; it will be offered again. */
    public void failed() {
        failed.increment();
        up = 0;
    }

    /** A checkpoint gave way to newer ones. */
    public void dropped() {
        dropped.increment();
    }

    /** So many checkpoints wait. */
    public void waiting(int count) {
        waiting = count;
    }
}
