// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.Judged;
import io.perennial.observe.QualityMetrics;
import io.perennial.record.StoreFormat;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings predictions and true labels together, whichever comes first, by event id. What found its partner, and a prediction
 * that waited for too long, is remembered by its id alone, so that what comes after that can be told apart: a second label, a
 * late one, one for an event that nobody knows.
 *
 * <p>Format 2. In format 1 there may be entries that say nothing of probabilities: of those only labels are of use.
 */
public final class LabelJoin {

    /** The store's name is for ever. */
    public static final String STORE = "outcomes";

    /** Ids that are remembered beyond what waits; the oldest go first. */
    private static final int MOST_REMEMBERED = 100_000;

    private static final int FORMAT = 2;

    private final KeyValueStore<String, byte[]> store;
    private final StoreFormat format;
    private final long retention;
    private final Consumer<QualityMetrics.Label> outcome;

    /**
     * @param outcome is told what became of each label
     * @throws IllegalStateException if a newer release wrote the store
     */
    LabelJoin(KeyValueStore<String, byte[]> store, Duration retention, Consumer<QualityMetrics.Label> outcome) {
        this.store = store;
        format = new StoreFormat(store, FORMAT);
        this.retention = retention.toMillis();
        this.outcome = outcome;
    }

    /**
     * An event was predicted.
     *
     * @param prediction without its truth
     * @return the same with the truth, where that was here before; else null
     */
    Judged predicted(String id, Judged prediction, long now) {
        migrate();
        byte[] waiting = store.get(id);
        if (Outcome.kind(waiting) == Outcome.Kind.JOINED) {
            return null; // the event came again, and has been judged
        }
        byte[] kept = Outcome.prediction(prediction, now);
        if (Outcome.kind(waiting) != Outcome.Kind.LABEL) {
            store.put(id, kept);
            return null;
        }
        return join(id, kept, Outcome.label(waiting), now);
    }

    /** A label has come; returns the prediction with it, or null where it waits, or is of no use. */
    Judged labelled(String id, int label, long now) {
        migrate();
        byte[] waiting = store.get(id);
        switch (Outcome.kind(waiting)) {
            case NONE -> store.put(id, Outcome.label(label, now));
            case PREDICTION -> {
                return join(id, waiting, label, now);
            }
            case LABEL, JOINED -> outcome.accept(QualityMetrics.Label.DUPLICATE);
            case EXPIRED -> outcome.accept(QualityMetrics.Label.LATE);
        }
        return null;
    }

    private Judged join(String id, byte[] prediction, int label, long now) {
        store.put(id, Outcome.marker(Outcome.Kind.JOINED, now));
        outcome.accept(QualityMetrics.Label.JOINED);
        return Outcome.judged(prediction, label, now);
    }

    /** Forgets what never found its partner, and what need not be remembered any longer. */
    void expire(long now) {
        migrate();
        long[] remembered = new long[1024];
        int count = 0;
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, byte[]> entry = all.next();
                if (StoreFormat.isStamp(entry.key)) {
                    continue;
                }
                Outcome.Kind kind = Outcome.kind(entry.value);
                long since = kind == Outcome.Kind.NONE ? Long.MIN_VALUE : Outcome.since(entry.value);
                if (since < now - retention) {
                    forget(entry.key, kind, now);
                } else if (isRemembered(kind)) {
                    remembered = count == remembered.length ? Arrays.copyOf(remembered, 2 * count) : remembered;
                    remembered[count++] = since;
                }
            }
        }
        if (count > MOST_REMEMBERED) {
            Arrays.sort(remembered, 0, count);
            forgetRemembered(remembered[count - MOST_REMEMBERED]);
        }
    }

    /** Before the first use, once. */
    private void migrate() {
        if (format.found() < FORMAT) {
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(entry -> {
                    if (Outcome.isOfFormat1(entry.value)) {
                        store.put(entry.key, Outcome.fromFormat1(entry.value));
                    }
                });
            }
        }
        format.stamp();
    }

    private static boolean isRemembered(Outcome.Kind kind) {
        return kind == Outcome.Kind.JOINED || kind == Outcome.Kind.EXPIRED;
    }

    /** The oldest, beyond what there is room for. */
    private void forgetRemembered(long before) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (isRemembered(Outcome.kind(entry.value)) && Outcome.since(entry.value) < before) {
                    store.delete(entry.key);
                }
            });
        }
    }

    private void forget(String id, Outcome.Kind kind, long now) {
        if (kind == Outcome.Kind.PREDICTION) {
            store.put(id, Outcome.marker(Outcome.Kind.EXPIRED, now));
            return;
        }
        store.delete(id);
        if (kind == Outcome.Kind.LABEL) {
            outcome.accept(QualityMetrics.Label.UNKNOWN);
        }
    }
}
