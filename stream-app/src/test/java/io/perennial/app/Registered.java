// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.perennial.checkpoint.Checkpoints;
import io.perennial.observe.PerennialMetrics;
import io.perennial.observe.StoreMetrics;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every meter that a service registers, with a guard, a store, labels and one partition: the service's own topology sees
 * enough of the example's digits for meters that come with their first value to be there too.
 *
 * @param meters of the application
 * @param scrape as Prometheus reads it, those of the JVM included
 */
public record Registered(List<Meter> meters, String scrape) {

    /** Micrometer registers it when the JVM collects garbage for the first time; {@link MonitoringIT} sees it. */
    private static final String WITH_THE_FIRST_COLLECTION = "jvm_gc_pause_seconds_sum";

    private static final int EVENTS = 4096;
    private static final String LABELS = "perennial.labels";
    private static Registered once;

    /** The same each time. */
    public static synchronized Registered read() throws IOException {
        once = once == null ? register() : once;
        return once;
    }

    private static Registered register() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StoreMetrics store = new StoreMetrics(registry);
        store.waiting(0);
        DigitRecords digits = new DigitRecords("perennial.events");
        try (PerennialMetrics jvm = new PerennialMetrics(registry);
                Driver driver = Driver.open(
                        registry,
                        Checkpoints.NONE,
                        "publish.labels-topic",
                        LABELS,
                        "tensor.batch-size",
                        "128",
                        "adapt.views",
                        "1")) {
            jvm.bindJvm();
            jvm.bindMemory(() -> 0, () -> 0);
            for (int i = 0; i < EVENTS; i++) {
                driver.send(digits.good(i));
                String label = "{\"id\":\"" + DigitRecords.id(i) + "\",\"label\":" + digits.label(i) + "}";
                driver.sendLabel(label);
            }
            return new Registered(
                    registry.getMeters().stream()
                            .filter(meter -> meter.getId().getName().startsWith("perennial."))
                            .toList(),
                    registry.scrape());
        }
    }

    /** The lines of a scrape that are the application's. */
    public String own() {
        return scrape.lines().filter(line -> line.contains("perennial_")).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The names of all series of a scrape. */
    public Set<String> series() {
        Set<String> names = new TreeSet<>();
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        names.add(WITH_THE_FIRST_COLLECTION);
        return names;
    }
}
