// SPDX-License-Identifier: Apache-2.0
package io.perennial.page;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Perennial's own meters at one moment. A meter that is not there, or that has nothing to say yet, reads as NaN; seconds for
 * all times.
 */
final class Readings {

    private static final String OURS = "perennial.";

    private final Map<String, List<Meter>> byName = new HashMap<>();

    private Readings() {}

    static Readings of(MeterRegistry registry) {
        Readings readings = new Readings();
        for (Meter meter : registry.getMeters()) {
            String name = meter.getId().getName();
            if (name.startsWith(OURS)) {
                readings.byName.computeIfAbsent(name, n -> new ArrayList<>()).add(meter);
            }
        }
        return readings;
    }

    double sum(String name, Tagged tagged) {
        return values(name, tagged).boxed().reduce(Double::sum).orElse(Double.NaN);
    }

    double mean(String name, Tagged tagged) {
        return values(name, tagged).average().orElse(Double.NaN);
    }

    double max(String name, Tagged tagged) {
        return values(name, tagged).max().orElse(Double.NaN);
    }

    /** What a timer or a summary has added up. */
    double total(String name, Tagged tagged) {
        return each(name, tagged, Readings::total).boxed().reduce(Double::sum).orElse(Double.NaN);
    }

    /** How often a timer or a summary was told something. */
    double count(String name, Tagged tagged) {
        return each(name, tagged, Readings::count).boxed().reduce(Double::sum).orElse(Double.NaN);
    }

    /** The mean for each value of a tag, in the order of these values; those that say nothing are left out. */
    Map<String, Double> meanBy(String tag, String name, Tagged tagged) {
        return by(tag, name, tagged, DoubleSummaryStatistics::getAverage);
    }

    /** The greatest for each value of a tag. */
    Map<String, Double> maxBy(String tag, String name, Tagged tagged) {
        return by(tag, name, tagged, DoubleSummaryStatistics::getMax);
    }

    private Map<String, Double> by(
            String tag, String name, Tagged tagged, ToDoubleFunction<DoubleSummaryStatistics> of) {
        Map<String, DoubleSummaryStatistics> values = new TreeMap<>(NaturalOrder.INSTANCE);
        for (Meter meter : byName.getOrDefault(name, List.of())) {
            String key = meter.getId().getTag(tag);
            double value = value(meter);
            if (key != null && tagged.fits(meter.getId()) && Double.isFinite(value)) {
                values.computeIfAbsent(key, k -> new DoubleSummaryStatistics()).accept(value);
            }
        }
        Map<String, Double> by = new TreeMap<>(NaturalOrder.INSTANCE);
        values.forEach((key, all) -> by.put(key, of.applyAsDouble(all)));
        return by;
    }

    private DoubleStream values(String name, Tagged tagged) {
        return each(name, tagged, Readings::value);
    }

    private DoubleStream each(String name, Tagged tagged, ToDoubleFunction<Meter> of) {
        return byName.getOrDefault(name, List.of()).stream()
                .filter(meter -> tagged.fits(meter.getId()))
                .mapToDouble(of)
                .filter(Double::isFinite);
    }

    private static double value(Meter meter) {
        if (meter instanceof Gauge gauge) {
            return gauge.value();
        } else if (meter instanceof Counter counter) {
            return counter.count();
        } else if (meter instanceof FunctionCounter counter) {
            return counter.count();
        }
        return Double.NaN;
    }

    private static double total(Meter meter) {
        if (meter instanceof Timer timer) {
            return timer.totalTime(TimeUnit.SECONDS);
        }
        return meter instanceof DistributionSummary summary ? summary.totalAmount() : Double.NaN;
    }

    private static double count(Meter meter) {
        if (meter instanceof Timer timer) {
            return timer.count();
        }
        return meter instanceof DistributionSummary summary ? summary.count() : Double.NaN;
    }
}
