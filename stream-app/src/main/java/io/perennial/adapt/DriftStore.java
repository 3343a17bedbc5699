// SPDX-License-Identifier: Apache-2.0
package io.perennial.adapt;

import io.perennial.adaptation.drift.DriftState;
import io.perennial.record.RefusedCounts;
import io.perennial.record.StoreFormat;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is known of a partition's drift, as Kafka state: the detectors' own parts under {@code watch/}, and beside them up to
 * where the refused events were counted.
 */
final class DriftStore implements DriftState {

    /** The record stage writes there too. */
    static final String NAME = RefusedCounts.STORE;

    private static final String PREFIX = "watch/";
    private static final String SEEN = "seen";

    private final KeyValueStore<String, byte[]> store;
    private final StoreFormat format;

    DriftStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
        format = new StoreFormat(store, RefusedCounts.FORMAT);
    }

    @Override
    public byte[] get(String key) {
        return store.get(PREFIX + key);
    }

    @Override
    public void put(String key, byte[] value) {
        format.stamp();
        store.put(PREFIX + key, value);
    }

    /** Counts of refused events, by reason, that the detectors know of; zeros at first. */
    long[] seen(int reasons) {
        byte[] bytes = store.get(SEEN);
        long[] seen = new long[reasons];
        if (bytes != null) {
            long[] known = new long[bytes.length / Long.BYTES];
            ByteBuffer.wrap(bytes).asLongBuffer().get(known);
            seen = Arrays.copyOf(known, reasons);
        }
        return seen;
    }

    void saw(long... counts) {
        format.stamp();
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES * counts.length);
        out.asLongBuffer().put(counts);
        store.put(SEEN, out.array());
    }
}
