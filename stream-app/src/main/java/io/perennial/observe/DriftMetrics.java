// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.adaptation.drift.DriftKind;
import io.perennial.adaptation.drift.DriftWatch;
import io.perennial.adaptation.drift.InputFigures;
import io.perennial.adaptation.drift.LayerNames;
import io.perennial.adaptation.drift.ParameterFigures;
import io.perennial.adaptation.drift.PredictionFigures;
import io.perennial.adaptation.drift.Severity;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** What is known of one partition's drift, as of its last window. Thread-safe; written by one thread. */
public final class DriftMetrics {

    /** Classes that have gauges of their own: the first. */
    static final int CLASSES = 64;

    private static final InputFigures NO_INPUT = InputFigures.NONE;

    private final MeterRegistry registry;
    private final String partition;
    private final Map<DriftKind, Counter> events = new EnumMap<>(DriftKind.class);
    private final Map<DriftKind, Severity> severities = new ConcurrentHashMap<>();
    private final Map<String, Double> values = new ConcurrentHashMap<>();
    private volatile InputFigures input = NO_INPUT;

    DriftMetrics(MeterRegistry registry, int partition) {
        this.registry = registry;
        this.partition = Integer.toString(partition);
        for (DriftKind kind : DriftKind.values()) {
            events.put(
                    kind,
                    Counter.builder("perennial.adapt.drift.events")
                            .description("Events on the drift topic")
                            .baseUnit("events")
                            .tags("partition", this.partition, "kind", kind.tag())
                            .register(registry));
            Gauge.builder("perennial.adapt.drift.severity", severities, s -> level(s.get(kind)))
                    .description("Drift now: 0 none, 1 notice, 2 warning, 3 critical")
                    .tags("partition", this.partition, "kind", kind.tag())
                    .register(registry);
        }
        ofInput(
                "psi",
                "Population stability index of the feature that moved most",
                null,
                InputFigures::psi,
                InputFigures::slidingPsi);
        ofInput(
                "distance",
                "Wasserstein distance of the feature that moved most, in deviations of the source",
                null,
                InputFigures::distance,
                InputFigures::slidingDistance);
    }

    private static double level(Severity severity) {
        return severity == null ? Double.NaN : severity.ordinal();
    }

    private void ofInput(
            String name,
            String description,
            String unit,
            ToDoubleFunction<InputFigures> tumbling,
            ToDoubleFunction<InputFigures> sliding) {
        ofInput(name, description, unit, "tumbling", tumbling);
        ofInput(name, description, unit, "sliding", sliding);
    }

    private void ofInput(
            String name, String description, String unit, String window, ToDoubleFunction<InputFigures> figure) {
        Gauge.builder("perennial.record.drift." + name, this, m -> figure.applyAsDouble(m.input))
                .description(description)
                .baseUnit(unit)
                .tags("partition", partition, "window", window)
                .register(registry);
    }

    /** What is known after a window. */
    public void show(DriftWatch watch, List<String> classes) {
        input = watch.input();
        gauge("perennial.record.drift.missing", "Share of refused events", null, watch.missing());
        for (DriftKind kind : DriftKind.values()) {
            severities.put(kind, watch.severity(kind));
        }
        PredictionFigures predicted = watch.prediction();
        gauge(
                "perennial.score.drift.divergence",
                "Jensen-Shannon divergence of the predicted class shares from the source's",
                "nats",
                predicted.divergence());
        gauge("perennial.score.drift.entropy", "Mean entropy of recent predictions", "nats", predicted.entropy());
        for (int c = 0; c < Math.min(CLASSES, classes.size()); c++) {
            String name = classes.get(c);
            String shares = "perennial.score.class.share";
            String description = "Mean probability of a class in recent predictions";
            gauge(shares, description, null, predicted.shares()[c], "class", name, "model", "adapted");
            gauge(shares, description, null, predicted.sourceShares()[c], "class", name, "model", "source");
            if (watch.reference() != null) {
                gauge(
                        "perennial.score.class.prior",
                        "Mean probability of a class in the source's predictions of its own events",
                        null,
                        watch.reference().classes()[c],
                        "class",
                        name);
            }
        }
        if (watch.parameters() != null) {
            show(watch.parameters());
        }
    }

    private void show(ParameterFigures figures) {
        LayerNames layers = figures.layers();
        for (int i = 0; i < layers.names().size(); i++) {
            String layer = layers.names().get(i);
            gauge(
                    "perennial.adapt.layer.distance",
                    "Distance of the teacher's layer from the source's, relative to the layer's norm",
                    null,
                    figures.teacher()[i],
                    "layer",
                    layer);
            gauge(
                    "perennial.adapt.layer.restored",
                    "Share of the layer's values that stand at the source's",
                    null,
                    figures.restored()[i],
                    "layer",
                    layer);
        }
        gauge(
                "perennial.adapt.mahalanobis",
                "Distance of the teacher under the source's posterior, 1 for a usual draw of it; NaN without one",
                null,
                figures.mahalanobis());
        gauge(
                "perennial.adapt.fisher.threshold",
                "Square of the gradient below which values went back to the source; NaN where nothing goes back so",
                null,
                figures.fisher());
        gauge(
                "perennial.adapt.update.cosine",
                "Cosine of the teacher's movements over the last two windows",
                null,
                figures.cosine());
    }

    /** Registered once, at its first value. */
    private void gauge(String name, String description, String unit, double value, String... tags) {
        String key = name + Arrays.toString(tags);
        if (values.put(key, value) == null) {
            Gauge.builder(name, values, v -> v.getOrDefault(key, Double.NaN))
                    .description(description)
                    .baseUnit(unit)
                    .tags(tags)
                    .tag("partition", partition)
                    .register(registry);
        }
    }

    /** A drift event left. */
    public void told(DriftKind kind, Severity severity) {
        events.get(kind).increment();
        severities.put(kind, severity);
    }

    /** The partition went elsewhere: its gauges no longer say anything. */
    public void released() {
        input = NO_INPUT;
        severities.clear();
        values.replaceAll((key, value) -> Double.NaN);
    }
}
