// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How many events of a partition were refused since it began, by reason, as Kafka state, so that who watches the stream for
 * drift sees them after a restart too.
 *
 * <p>Format 1, big-endian: version (1 byte), time of the last one (8), number of reasons (4), a count for each in the order of
 * {@link Refusal} (8 each). Reasons that are newer than the state have not occurred.
 */
public final class RefusedCounts {

    /** The store's name is for ever; what else is known of drift is kept there too. */
    public static final String STORE = "drift";

    /** Of the whole store; each of its parts has a version of its own, too. */
    public static final int FORMAT = 1;

    private static final String KEY = "refused";
    private static final byte VERSION = 1;

    private final KeyValueStore<String, byte[]> store;
    private final StoreFormat format;

    /** @throws IllegalStateException if a newer release wrote the store */
    public RefusedCounts(KeyValueStore<String, byte[]> store) {
        this.store = store;
        format = new StoreFormat(store, FORMAT);
    }

    /** @param timestamp of the event, in milliseconds */
    void add(Refusal reason, long timestamp) {
        format.stamp();
        Known known = known();
        known.counts[reason.ordinal()]++;
        ByteBuffer out = ByteBuffer.allocate(1 + 8 + 4 + 8 * known.counts.length);
        out.put(VERSION).putLong(timestamp).putInt(known.counts.length);
        out.asLongBuffer().put(known.counts);
        store.put(KEY, out.array());
    }

    /** What is known now. */
    public Known known() {
        long[] counts = new long[Refusal.values().length];
        byte[] bytes = store.get(KEY);
        if (bytes == null) {
            return new Known(counts, 0);
        }
        StoredBytes in = new StoredBytes(STORE, bytes);
        StoreFormat.check(STORE, VERSION, in.int8());
        long last = in.int64();
        int count = Math.min(in.count(Long.BYTES), counts.length);
        for (int i = 0; i < count; i++) {
            counts[i] = in.int64();
        }
        return new Known(counts, last);
    }

    /**
     * The refused.
     *
     * @param counts by {@link Refusal#ordinal}
     * @param last time of the last one, in milliseconds; 0 for none
     */
    public record Known(long[] counts, long last) {

        /** All together. */
        public long sum() {
            return Arrays.stream(counts).sum();
        }
    }
}
