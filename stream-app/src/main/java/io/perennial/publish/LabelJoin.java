// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.observe.PerennialMetrics;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Brings predictions and true labels together, whichever comes first, by event id. What found its partner is counted and
 * forgotten; what waits longer than {@link #RETENTION} is forgotten too.
 */
public final class LabelJoin {

    /** The store's name is for ever. */
    public static final String STORE = "outcomes";

    static final Duration RETENTION = Duration.ofHours(1);

    private static final int UNKNOWN = -1;

    private final KeyValueStore<String, byte[]> store;
    private final PerennialMetrics metrics;

    LabelJoin(KeyValueStore<String, byte[]> store, PerennialMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
    }

    /** @param sourceLabel -1 where the shadow is off */
    void predicted(String id, int label, int sourceLabel, long now) {
        byte[] waiting = store.get(id);
        if (waiting != null && label(waiting) != UNKNOWN) {
            store.delete(id);
            count(label, sourceLabel, label(waiting));
        } else {
            store.put(id, encode(UNKNOWN, label, sourceLabel, now));
        }
    }

    void labelled(String id, int label, long now) {
        byte[] waiting = store.get(id);
        if (waiting != null && label(waiting) == UNKNOWN) {
            store.delete(id);
            ByteBuffer in = ByteBuffer.wrap(waiting);
            count(in.getInt(4), in.getInt(8), label);
        } else {
            store.put(id, encode(label, UNKNOWN, UNKNOWN, now));
        }
    }

    private void count(int predicted, int source, int truth) {
        metrics.adaptedLabelled(predicted != truth);
        if (source != UNKNOWN) {
            metrics.sourceLabelled(source != truth);
        }
    }

    /** Forgets what never found its partner. */
    void expire(long now) {
        try (KeyValueIterator<String, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                if (now - ByteBuffer.wrap(entry.value).getLong(12) > RETENTION.toMillis()) {
                    store.delete(entry.key);
                }
            });
        }
    }

    private static byte[] encode(int label, int predicted, int source, long now) {
        return ByteBuffer.allocate(20)
                .putInt(label)
                .putInt(predicted)
                .putInt(source)
                .putLong(now)
                .array();
    }

    private static int label(byte[] outcome) {
        return ByteBuffer.wrap(outcome).getInt(0);
    }
}
