// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.adaptation.quality.AccuracyEstimate;
import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.quality.ModelScores;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * How good predictions are: over the recent events of all partitions of this process, a window's length and up to a quarter
 * more for each. Gauges are NaN as long as nothing is known. Thread-safe.
 */
public final class QualityMetrics {

    /** What became of a label. */
    public enum Label {
        JOINED,
        LATE,
        UNKNOWN,
        DUPLICATE
    }

    /** What a partition knows; asked whenever somebody looks. */
    public interface Source {

        /** Of recent events with labels. */
        LabelledSums labelled();

        /** Of recent events, with labels or without. */
        EstimateSums estimate();

        /** Accuracy of the source on its own events; NaN where it is not known. */
        double ownAccuracy();
    }

    private final MeterRegistry registry;
    private final Map<Integer, Source> sources = new ConcurrentHashMap<>();
    private final Map<Label, Counter> labels = new EnumMap<>(Label.class);
    private final Counter abstained;

    QualityMetrics(MeterRegistry registry) {
        this.registry = registry;
        abstained = Counter.builder("perennial.publish.abstained")
                .baseUnit("events")
                .description("Predictions that are marked as not to be relied on")
                .register(registry);
        for (Label outcome : Label.values()) {
            labels.put(
                    outcome,
                    Counter.builder("perennial.publish.labels")
                            .baseUnit("labels")
                            .description("Labels by what became of them")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        model("source", LabelledSums::source, AccuracyEstimate::ofSource);
        model("adapted", LabelledSums::adapted, AccuracyEstimate::ofAdapted);
        sets("adaptive", sums -> sums.adaptive().coverage());
        sets("fixed", sums -> sums.fixed().coverage());
        gauge("perennial.publish.set.size", "Mean number of classes in a prediction set", sums -> sums.adaptive()
                        .size())
                .baseUnit("classes")
                .register(registry);
    }

    /** One of {@link AccuracyEstimate}'s two. */
    private interface Estimator {
        AccuracyEstimate estimate(EstimateSums seen, double own, LabelledSums labelled);
    }

    private void model(String model, Function<LabelledSums, ModelScores> scores, Estimator estimator) {
        gauge(
                        "perennial.publish.error",
                        "Share of wrong predictions among the recent labelled events",
                        sums -> scores.apply(sums).error())
                .tag("model", model)
                .register(registry);
        gauge("perennial.publish.brier", "Brier score of the recent labelled events, 0 to 2", sums -> scores.apply(sums)
                        .brier())
                .tag("model", model)
                .register(registry);
        gauge("perennial.publish.nll", "Negative log-likelihood of the recent labels", sums -> scores.apply(sums)
                        .nll())
                .baseUnit("nats")
                .tag("model", model)
                .register(registry);
        gauge("perennial.publish.ece", "Expected calibration error of the recent labelled events", sums -> scores.apply(
                                sums)
                        .ece())
                .tag("model", model)
                .register(registry);
        Gauge.builder("perennial.publish.accuracy.estimate", () -> estimate(estimator)
                        .accuracy())
                .description("Accuracy as it is estimated without labels")
                .tag("model", model)
                .register(registry);
        Gauge.builder("perennial.publish.accuracy.margin", () -> estimate(estimator)
                        .margin())
                .description("Half-width of the error bars of the estimated accuracy")
                .tag("model", model)
                .register(registry);
        Gauge.builder("perennial.publish.accuracy.reliable", () -> reliable(estimator))
                .description("Whether the estimated accuracy can be relied on: 1 or 0")
                .tag("model", model)
                .register(registry);
    }

    private AccuracyEstimate estimate(Estimator estimator) {
        EstimateSums seen = new EstimateSums();
        sources.values().forEach(source -> seen.add(source.estimate()));
        double own = sources.values().stream()
                .mapToDouble(Source::ownAccuracy)
                .average()
                .orElse(Double.NaN);
        return estimator.estimate(seen, own, labelled());
    }

    private double reliable(Estimator estimator) {
        AccuracyEstimate estimate = estimate(estimator);
        return Double.isNaN(estimate.accuracy()) ? Double.NaN : estimate.reliable() ? 1 : 0;
    }

    private void sets(String sets, ToDoubleFunction<LabelledSums> figure) {
        gauge("perennial.publish.coverage", "Share of prediction sets that held the true class", figure)
                .tag("sets", sets)
                .register(registry);
    }

    private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<LabelledSums> figure) {
        return Gauge.builder(name, () -> figure.applyAsDouble(labelled())).description(description);
    }

    private LabelledSums labelled() {
        LabelledSums all = new LabelledSums();
        sources.values().forEach(source -> all.add(source.labelled()));
        return all;
    }

    /** A partition has come. */
    public void watch(int partition, Source source) {
        sources.put(partition, source);
    }

    /** The partition went elsewhere, unless it came back as another source already. */
    public void release(int partition, Source source) {
        sources.remove(partition, source);
    }

    /** What became of one label. */
    public void label(Label outcome) {
        labels.get(outcome).increment();
    }

    /** One prediction is not to be relied on. */
    public void abstained() {
        abstained.increment();
    }
}
