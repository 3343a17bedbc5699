// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.observe.PerennialMetrics;
import io.perennial.observe.StoreMetrics;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Every meter that a service with a guard, a store, labels and one partition registers. */
final class Registered implements AutoCloseable {

    /** Micrometer registers it when the JVM collects garbage for the first time; {@code MonitoringIT} sees it. */
    private static final String WITH_THE_FIRST_COLLECTION = "jvm_gc_pause_seconds_sum";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final PerennialMetrics metrics = new PerennialMetrics(registry);
    private final StoreMetrics store = new StoreMetrics(registry);

    Registered() {
        metrics.partition(0);
        metrics.bindMemory(() -> 0, () -> 0);
        metrics.bindJvm();
        store.waiting(0);
    }

    /** Those of the application. */
    List<Meter> own() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith("perennial."))
                .toList();
    }

    /** A scrape without what libraries name. */
    String scrape() {
        return registry.scrape()
                .lines()
                .filter(line -> line.contains("perennial_"))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The names of all series of a scrape. */
    Set<String> series() {
        Set<String> names = new TreeSet<>();
        registry.scrape()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        names.add(WITH_THE_FIRST_COLLECTION);
        return names;
    }

    @Override
    public void close() {
        metrics.close();
        registry.close();
    }
}
