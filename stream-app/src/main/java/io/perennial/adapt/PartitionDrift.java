// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.drift.Drift;
import io.perennial.adaptation.drift.DriftOptions;
import io.perennial.adaptation.drift.DriftWatch;
import io.perennial.adaptation.drift.Severity;
import io.perennial.adaptation.network.Network.Begun;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.observe.DriftMetrics;
import io.perennial.record.Event;
import io.perennial.record.Refusal;
import io.perennial.record.RefusedCounts;
import io.perennial.score.Learner;
import io.perennial.score.ScoredBatch;
import io.perennial.score.Watched;
import io.perennial.tensor.MicroBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Watches one partition for drift: keeps what is known in its store, and its metrics up to date. */
final class PartitionDrift implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PartitionDrift.class);
    private static final List<String> REASONS =
            Arrays.stream(Refusal.values()).map(Refusal::tag).toList();

    private final DriftOn on;
    private final int partition;
    private final DriftStore store;
    private final RefusedCounts refused;
    private final DriftMetrics metrics;
    /** Counts of refused events that are known; null before the first look. */
    private long[] seen;

    private DriftWatch watch;
    /** At the events of a batch; null between two. */
    private Begun<Boolean> looking;

    private boolean compared;
    private String model;
    /** Of the weights that the last step left; null before the first batch. */
    private String lineage;

    private long windows = -1;

    PartitionDrift(DriftOn on, int partition, KeyValueStore<String, byte[]> store, DriftMetrics metrics) {
        this.on = on;
        this.partition = partition;
        this.store = new DriftStore(store);
        this.metrics = metrics;
        refused = new RefusedCounts(store);
    }

    /** A batch that was predicted: its events are looked at beside this thread, until {@link #looked}. */
    void observe(ScoredBatch batch) {
        if (!on.watch()) {
            return;
        }
        begin(batch.learner());
        long step = batch.version().step();
        if (lineage != null && !lineage.equals(batch.version().lineage())) {
            watch.otherWeights();
        }
        countRefused(step);
        int events = batch.batch().events().size();
        looking = batch.learner().beside(events, () -> look(batch, step));
    }

    private boolean look(ScoredBatch batch, long step) {
        Probabilities published = batch.scored().probabilities();
        MicroBatch events = batch.batch();
        for (int i = 0; i < events.events().size(); i++) {
            Event event = events.events().get(i);
            watch.event(
                    events.tensor().values(),
                    i,
                    published,
                    batch.source(),
                    event.origin().timestamp(),
                    step);
        }
        return true;
    }

    /** Ends the look at a batch, which begins here where nobody has said that it would come. {@link #learned} follows. */
    void looked(ScoredBatch batch) {
        if (looking == null) {
            observe(batch);
        }
        if (looking != null) {
            looking.get();
            looking = null;
        }
    }

    /** The same batch, learned from where that is done. */
    List<DetectedDrift> learned(ScoredBatch batch) {
        Learner learner = batch.learner();
        if (!on.watch()) {
            learner.hold(false); // which a watch that is off now may have left
            passOver();
            return List.of();
        }
        watch.learned(
                watch.wantsWeights() ? learner.weights() : null,
                learner.version().step());
        lineage = learner.version().lineage();
        return finish(learner);
    }

    /** Where nothing but refused events come, nobody else says so. */
    List<DetectedDrift> idle(Learner learner) {
        if (!on.watch()) {
            passOver();
            return List.of();
        }
        begin(learner);
        if (refused.known().sum() == Arrays.stream(seen).sum()) {
            return List.of();
        }
        countRefused(learner.version().step());
        return finish(learner);
    }

    /** Time of the last event that was refused, in milliseconds. */
    long lastRefused() {
        return refused.known().last();
    }

    private void begin(Learner learner) {
        String now = learner.served().id() + " " + learner.served().sha256();
        if (now.equals(model)) {
            return;
        }
        model = now;
        lineage = null;
        seen = store.seen(REASONS.size());
        Watched by = learner.watched();
        compared = by.reference() != null;
        DriftOptions options = new DriftOptions(
                on.window(), on.tolerance(), on.learn(), learner.served().labels(), REASONS);
        watch = new DriftWatch(by.reader(), by.reference(), options, now);
        String anew = watch.load(store);
        if (anew != null) {
            log.warn("partition {}: drift detection begins anew: {}", partition, anew);
        }
        if (watch.reference() == null) {
            log.info(
                    "partition {}: {} has no reference that fits: {}",
                    partition,
                    learner.served().id(),
                    on.learn() == 0
                            ? "features and predictions are not watched; prepare the bundle, or set"
                                    + " adapt.drift.learn-reference"
                            : "the stream is compared with its own first " + on.learn()
                                    + " events; prepare the bundle for more");
        }
        windows = -1;
    }

    /** What is refused while nobody watches is no news to a watch that begins later. */
    private void passOver() {
        long[] known = refused.known().counts();
        if (!Arrays.equals(known, seen)) {
            seen = known;
            store.saw(known);
        }
    }

    private void countRefused(long step) {
        RefusedCounts.Known known = refused.known();
        boolean more = false;
        for (int reason = 0; reason < seen.length; reason++) {
            long count = known.counts()[reason] - seen[reason];
            watch.refused(reason, count, known.last(), step);
            seen[reason] = known.counts()[reason];
            more |= count > 0;
        }
        if (more) {
            store.saw(seen);
        }
    }

    private List<DetectedDrift> finish(Learner learner) {
        watch.save(store);
        boolean held = on.hold() && watch.holds();
        learner.hold(held);
        List<DetectedDrift> happened = watch.told().stream()
                .map(drift -> new DetectedDrift(
                        partition, drift, !compared, held, learner.version().lineage()))
                .toList();
        happened.forEach(event -> told(event.drift()));
        if (windows != watch.windows() || !happened.isEmpty()) {
            windows = watch.windows();
            metrics.show(watch, learner.served().labels());
        }
        return happened;
    }

    private void told(Drift drift) {
        metrics.told(drift.kind(), drift.severity());
        Level level = drift.severity().compareTo(Severity.WARNING) >= 0 ? Level.WARN : Level.INFO;
        log.atLevel(level)
                .log(
                        "partition {}: {} drift {}, was {}, at step {}: {}",
                        partition,
                        drift.kind().tag(),
                        drift.severity().tag(),
                        drift.was().tag(),
                        drift.step(),
                        drift.moved().isEmpty() ? "nothing moved" : text(drift.moved()));
    }

    /** Nothing is looked at any more then. */
    @Override
    public void close() {
        if (looking != null) {
            looking.close();
            looking = null;
        }
    }

    private static String text(List<Drift.Moved> moved) {
        return moved.stream()
                .map(one -> one.name()
                        + (one.how() == null ? "" : " " + one.how())
                        + one.figures().stream()
                                .map(figure -> String.format(Locale.ROOT, " %s %.3g", figure.name(), figure.value()))
                                .collect(Collectors.joining()))
                .collect(Collectors.joining("; "));
    }
}
