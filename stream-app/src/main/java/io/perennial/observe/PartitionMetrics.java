// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.ration.RationLevel;
import io.perennial.record.Refusal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one input partition counts and times. Nothing is looked up or allocated on the hot path. Thread-safe. */
public final class PartitionMetrics {

    /** Why a batch was flushed. */
    public enum Trigger {
        SIZE,
        TIME
    }

    /** Why a batch was not even offered to be learned from. */
    public enum Unasked {
        /** {@code adapt.enabled: false}. */
        DISABLED,
        /** A command. */
        PAUSED,
        /** The events do not look like what the model was made for. */
        CONTRACT,
        /** Predictions come late. */
        RATION,
        /** Too many batches waited for their step. */
        BEHIND;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final MeterRegistry registry;
    private final String partition;
    private final Counter events;
    private final Map<Refusal, Counter> refused;
    private final Map<Refusal, Counter> refusedLabels;
    private final Map<Trigger, Counter> batches = new EnumMap<>(Trigger.class);
    private final DistributionSummary entropy;
    private final Counter disagreement;
    private final Counter steps;
    private final Map<GuardState, Counter> transitions = new EnumMap<>(GuardState.class);
    private final Counter predictions;
    private final SkippedBatches skipped;
    private final Latencies latencies;
    private volatile double lag = Double.NaN;
    private volatile int backlog;
    private volatile double restoredShare = Double.NaN;
    private volatile double distance = Double.NaN;
    private volatile double guard = Double.NaN;
    private volatile double ration = Double.NaN;

    PartitionMetrics(MeterRegistry registry, int partition, Latencies latencies) {
        this.registry = registry;
        this.partition = Integer.toString(partition);
        this.latencies = latencies;
        this.events = counter("perennial.record.events", "events", "Valid events");
        Gauge.builder("perennial.record.lag", this, m -> m.lag)
                .baseUnit("events")
                .description("Events between what is committed and the end, by the broker's offsets; NaN while unknown")
                .tag("partition", this.partition)
                .register(registry);
        Gauge.builder("perennial.adapt.backlog", this, m -> m.backlog)
                .baseUnit("batches")
                .description("Batches that wait to be learned from, where events are scored on arrival")
                .tag("partition", this.partition)
                .register(registry);
        this.refused = refused("events");
        this.refusedLabels = refused("labels");
        for (Trigger trigger : Trigger.values()) {
            String tag = trigger.name().toLowerCase(Locale.ROOT);
            batches.put(trigger, counter("perennial.tensor.batches", "batches", "Flushed batches", "trigger", tag));
        }
        this.entropy = DistributionSummary.builder("perennial.score.entropy")
                .baseUnit("nats")
                .description("Entropy of the predictions")
                .tag("partition", this.partition)
                .register(registry);
        this.disagreement = counter(
                "perennial.score.disagreement", "events", "Events that adapted and source model see differently");
        this.steps = counter("perennial.adapt.steps", "steps", "Batches that were learned from, by this process");
        this.skipped = new SkippedBatches(reason ->
                counter("perennial.adapt.skipped", "batches", "Batches that were not learned from", "reason", reason));
        this.predictions = counter("perennial.publish.predictions", "events", "Published predictions");
        gauge("perennial.adapt.restored.share", "Share of the parameters that the last step restored");
        gauge("perennial.adapt.distance", "Distance of the teacher from the source, relative to the source's norm");
        Gauge.builder("perennial.adapt.guard.state", this, m -> m.guard)
                .description("State of the guard: 0 closed, 1 half-open, 2 open; NaN without one")
                .tag("partition", this.partition)
                .register(registry);
        Gauge.builder("perennial.adapt.ration", this, m -> m.ration)
                .description(
                        "How far adaptation is rationed: 0 not; 1, 2, 3 to half of the views, a quarter, none of them; 4 to 7 to no"
                                + " views and steps on every 2nd, 4th, 8th, 16th batch; 8 to predictions alone; NaN where it never is")
                .tag("partition", this.partition)
                .register(registry);
        for (GuardState to : GuardState.values()) {
            transitions.put(
                    to,
                    counter(
                            "perennial.adapt.guard.transitions",
                            "transitions",
                            "State changes of the guard",
                            "to",
                            to.tag()));
        }
    }

    private Map<Refusal, Counter> refused(String topic) {
        Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);
        for (Refusal reason : Refusal.values()) {
            counters.put(
                    reason,
                    counter(
                            "perennial.record.refused",
                            "events",
                            "Dead letters, by the topic that they came from",
                            "reason",
                            reason.tag(),
                            "topic",
                            topic));
        }
        return counters;
    }

    private Counter counter(String name, String unit, String description, String... tags) {
        return Counter.builder(name)
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .tag("partition", partition)
                .register(registry);
    }

    private void gauge(String name, String description) {
        boolean share = name.endsWith("share");
        Gauge.builder(name, this, m -> share ? m.restoredShare : m.distance)
                .description(description)
                .tag("partition", partition)
                .register(registry);
    }

    /** One valid event has come. */
    public void received() {
        events.increment();
    }

    /** One event has become a dead letter. */
    public void refused(Refusal reason) {
        refused.get(reason).increment();
    }

    /** One label has become a dead letter. */
    public void refusedLabel(Refusal reason) {
        refusedLabels.get(reason).increment();
    }

    /** One batch was flushed. */
    public void flushed(Trigger trigger) {
        batches.get(trigger).increment();
    }

    /** One batch was predicted; where events are scored on arrival, one event. */
    public void scored(long nanos) {
        latencies.record(Latency.SCORE, nanos);
    }

    /**
     * What the prediction of that batch was made of, in nanoseconds.
     *
     * @param forward the engine's passes
     * @param source the frozen source's; 0 where it was not asked
     * @param views and the passes on them; 0 where there were none
     */
    public void passed(long forward, long source, long views) {
        latencies.record(Latency.FORWARD, forward);
        if (source > 0) {
            latencies.record(Latency.SOURCE, source);
        }
        if (views > 0) {
            latencies.record(Latency.VIEWS, views);
        }
    }

    /** A snapshot of the weights was taken for scoring. */
    public void snapshot(long nanos) {
        latencies.record(Latency.SNAPSHOT, nanos);
    }

    /** So many batches wait to be learned from. */
    public void waiting(int batches) {
        backlog = batches;
    }

    /** The partition is so many events behind its end. */
    void behind(double events) {
        lag = events;
    }

    /** One event was predicted, with this entropy in nats. */
    public void uncertain(double nats, boolean disagreesWithSource) {
        entropy.record(nats);
        if (disagreesWithSource) {
            disagreement.increment();
        }
    }

    /** A batch was offered to be learned from. */
    public void adapted(long nanos, StepReport report) {
        latencies.record(Latency.ADAPT, nanos);
        if (report.learned()) {
            steps.increment();
        } else {
            skipped.count(report.held());
        }
        restoredShare = report.restoredShare();
        distance = report.distance();
    }

    /** A batch was not offered to be learned from. */
    public void skipped(Unasked reason) {
        skipped.count(reason);
    }

    /** The guard is in this state; null where there is none. */
    public void guard(GuardState state) {
        if (state == null) {
            guard = Double.NaN;
            return;
        }
        guard = switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }

    /** Adaptation is rationed to this level. */
    public void ration(RationLevel level) {
        ration = level.ordinal();
    }

    /** The guard changed its state. */
    public void guardWent(GuardState to) {
        transitions.get(to).increment();
    }

    double restoredShare() {
        return restoredShare;
    }

    /** One prediction left, this long after the event's time; an event from the future counts as immediate. */
    public void published(long millisSinceEvent) {
        predictions.increment();
        latencies.record(Latency.PUBLISH, TimeUnit.MILLISECONDS.toNanos(Math.max(0, millisSinceEvent)));
    }

    /** The partition went elsewhere: its gauges no longer say anything. Counters stay, as Prometheus expects. */
    public void released() {
        lag = Double.NaN;
        restoredShare = Double.NaN;
        distance = Double.NaN;
        guard = Double.NaN;
        ration = Double.NaN;
    }
}
