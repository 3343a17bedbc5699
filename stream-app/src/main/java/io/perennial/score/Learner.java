// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.guard.GuardState;
import io.perennial.adaptation.guard.Guarded;
import io.perennial.adaptation.method.Effort;
import io.perennial.adaptation.method.LearnedState;
import io.perennial.adaptation.method.Method;
import io.perennial.adaptation.method.Scored;
import io.perennial.adaptation.method.ServedBy;
import io.perennial.adaptation.method.StepReport;
import io.perennial.adaptation.method.Weights;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.PartitionMetrics.Unasked;
import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.store.Checkpoint;
import io.perennial.tensor.MicroBatch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model of one partition: a method with what it has learned, the frozen source beside it, and the version of the
 * weights. Used by one thread at a time; while a step that was {@link #begin begun} goes on, what is served and how it is watched
 * may be asked for, which it leaves alone.
 */
public final class Learner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Learner.class);

    private final Supplier<Method> atSource;
    private final EventModels models;
    private final SourceModel shadow;
    private final boolean learns;
    private final ServedModel served;
    private final Watched watched;
    private final int partition;
    private final WeightsVersion source;
    private final Runnable released;
    private final PassTimes times;
    private final Network network;
    private Method method;
    private WeightsVersion version;
    private boolean paused;
    private boolean held;
    private Position learned = new Position("none", -1);
    private double distance;
    private double restoredShare;
    /** Of what was learned, known once it has been copied; its size does not change with the steps. */
    private long bytes;

    /** Of the last event that was learned from. */
    private record Position(String topic, long offset) {}

    /**
     * @param atSource opens the method as it begins
     * @param models for events that are scored one by one
     * @param shadow stays the caller's; null for none
     * @param learns whether batches are learned from
     * @param served the model that this is
     * @param watched by what its stream is watched
     * @param partition of the input
     * @param source version of the weights that the method begins with
     * @param released is run when this is closed
     * @param times of the passes and views of what {@code atSource} opens
     * @param network that it opens that on
     */
    Learner(
            Supplier<Method> atSource,
            EventModels models,
            SourceModel shadow,
            boolean learns,
            ServedModel served,
            Watched watched,
            int partition,
            WeightsVersion source,
            Runnable released,
            PassTimes times,
            Network network) {
        this.atSource = atSource;
        this.models = models;
        this.shadow = shadow;
        this.learns = learns;
        this.served = served;
        this.watched = watched;
        this.partition = partition;
        this.source = source;
        this.released = released;
        this.times = times;
        this.network = network;
        method = atSource.get();
        version = source;
    }

    /** Size of what it learns, 4 bytes a value. */
    long stateBytes() {
        return method.state().bytes();
    }

    /** Continues from what a predecessor saved. */
    void restore(WeightsStore.Saved saved) {
        method.restore(saved.state());
        version = saved.version();
    }

    /** Goes back to the source. */
    void reset() {
        swap(atSource.get(), source);
    }

    /**
     * Goes back to a checkpoint.
     *
     * @throws IllegalArgumentException if it is of another model or method; nothing has changed then
     */
    void rollBack(Checkpoint checkpoint) {
        if (!checkpoint.modelSha256().equals(served.sha256())) {
            throw new IllegalArgumentException("checkpoint refused: expected one of " + served.name() + "@"
                    + served.version() + " with sha256 " + served.sha256() + ", got one of " + checkpoint.bundle()
                    + " with " + checkpoint.modelSha256());
        }
        if (!checkpoint.method().equals(served.method())) {
            throw new IllegalArgumentException("checkpoint refused: expected what the method " + served.method()
                    + " learned, got " + checkpoint.method() + "'s");
        }
        Method then = atSource.get();
        try {
            then.restore(new LearnedState(checkpoint.step(), checkpoint.arrays()));
        } catch (RuntimeException e) {
            then.close();
            throw e;
        }
        swap(then, new WeightsVersion(checkpoint.step(), checkpoint.lineage()));
    }

    private void swap(Method to, WeightsVersion of) {
        method.close();
        method = to;
        version = of;
    }

    /** Whether batches are learned from is asked for from outside, too. */
    void pause(boolean wanted) {
        paused = wanted;
    }

    /** The same while the stream looks broken. */
    public void hold(boolean wanted) {
        held = wanted;
    }

    /** Whether {@link #hold} holds. */
    public boolean held() {
        return held;
    }

    /** Whether a command holds. */
    public boolean paused() {
        return paused;
    }

    /** @param effort that the batch may cost, if it may be learned from at all */
    ScoredBatch score(MicroBatch batch, Effort effort) {
        times.begin();
        Probabilities source = source(batch);
        return scored(batch, effort, () -> source);
    }

    /** The same, with the source asked on another thread where one is free. */
    ScoredBatch scoreBeside(MicroBatch batch, Effort effort) {
        if (shadow == null) {
            return score(batch, effort);
        }
        times.begin();
        try (var source = network.beside(batch.events().size(), () -> source(batch))) {
            return scored(batch, effort, source::get);
        }
    }

    private Probabilities source(MicroBatch batch) {
        return shadow == null ? null : Probabilities.of(times.source(() -> shadow.score(batch.tensor())));
    }

    private ScoredBatch scored(MicroBatch batch, Effort effort, Supplier<Probabilities> source) {
        Unasked unasked = unasked() != null || effort.learn() ? unasked() : Unasked.RATION;
        Scored scored = method.score(batch.tensor(), effort.learning(unasked == null));
        try {
            return new ScoredBatch(batch, scored, source.get(), this, version, unasked);
        } catch (RuntimeException | Error e) {
            scored.close();
            throw e;
        }
    }

    /** What it takes to score events one by one. */
    EventModels models() {
        return models;
    }

    /** Whether the source is asked about every event, too. */
    boolean hasShadow() {
        return shadow != null;
    }

    /**
     * Opens what scores events one by one as the method would now; null where that cannot be had, because the weights are not
     * finite.
     */
    OpenSnapshot snapshot() {
        try {
            return models.open(method.snapshot(), version);
        } catch (IllegalArgumentException e) {
            log.warn("partition {}: no snapshot of step {}: {}", partition, version.step(), e.getMessage());
            return null;
        }
    }

    /** Whether it can predict an event without the others of its batch. */
    boolean predictsAlone() {
        return method.snapshot() != null;
    }

    /** Whose prediction is published of an event that comes now, as far as the last batch tells. */
    ServedBy serving() {
        return method.serving();
    }

    /** The most views that a prediction averages. */
    int views() {
        return method.views();
    }

    /** Why batches are not learned from, whatever they may cost; null where they are. */
    Unasked unasked() {
        if (!learns) {
            return Unasked.DISABLED;
        }
        return paused ? Unasked.PAUSED : held ? Unasked.CONTRACT : null;
    }

    /** Whether learning is on, where nothing holds it. */
    public boolean learns() {
        return learns;
    }

    /** By what its stream is watched. */
    public Watched watched() {
        return watched;
    }

    /** The weights as they stand, for a look between two steps; null where the method has none. */
    public Weights weights() {
        return method.weights();
    }

    /** What the last prediction was made of. */
    public PassTimes times() {
        return times;
    }

    /** The model that this is. */
    public ServedModel served() {
        return served;
    }

    /** Begins to learn from a batch; the step has ended once it has been asked for, or closed. */
    Network.Begun<StepTaken> begin(ScoredBatch batch, CheckpointPolicy commits) {
        int events = batch.batch().events().size();
        return network.beside(method.passEvents(events), () -> take(batch, commits));
    }

    /** Learns from a batch, and copies all that was learned where that is due. */
    StepTaken take(ScoredBatch batch, CheckpointPolicy commits) {
        long start = System.nanoTime();
        StepReport report = adapt(batch);
        boolean due = commits.due(report.step(), bytes) || !report.transitions().isEmpty();
        EncodedWeights learned = due ? EncodedWeights.of(state()) : null;
        bytes = due ? learned.state().bytes() : bytes;
        return new StepTaken(report, learned, System.nanoTime() - start);
    }

    /** Begins work that is none of the learner's, also while a step goes on. */
    public <A> Network.Begun<A> beside(int events, Supplier<A> work) {
        return network.beside(events, work);
    }

    /** Learns from a batch. */
    public StepReport adapt(ScoredBatch batch) {
        StepReport report = method.adapt(batch.scored());
        List<Event> events = batch.batch().events();
        Origin last = events.get(events.size() - 1).origin();
        learned = new Position(last.topic(), last.offset());
        distance = report.distance();
        restoredShare = report.restoredShare();
        if (report.step() != version.step()) {
            version = version.after(batch.batch(), report.step());
        }
        return report;
    }

    /** What the guard lets the method do; null without a guard. */
    public GuardState guardState() {
        return method instanceof Guarded guarded ? guarded.guardState() : null;
    }

    /**
     * What is known here at this moment.
     *
     * @param state of the method, as {@link #state} gives it
     */
    public Checkpoint checkpoint(LearnedState state) {
        Map<String, String> figures = new TreeMap<>();
        figures.put("distance", Double.toString(distance));
        figures.put("restored-share", Double.toString(restoredShare));
        if (guardState() != null) {
            figures.put("guard", guardState().tag());
        }
        return new Checkpoint(
                version.lineage(),
                version.step(),
                served.application(),
                learned.topic(),
                partition,
                learned.offset(),
                served.id(),
                served.sha256(),
                served.method(),
                served.settings(),
                figures,
                state.arrays());
    }

    /** A copy of all that was learned. */
    public LearnedState state() {
        return method.state();
    }

    /** Of the weights as they are now. */
    public WeightsVersion version() {
        return version;
    }

    @Override
    public void close() {
        method.close();
        released.run();
    }
}
