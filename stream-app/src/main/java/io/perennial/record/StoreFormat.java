// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The format of a state store, as a record of the store itself, so that it is committed, restored and replicated with what it
 * describes. A store without it was written by a release that did not know formats yet; that is format 1.
 *
 * <p>The stamp is read when a task starts and written with the store's first write, never before: what a task writes while it
 * starts belongs to no transaction.
 */
public final class StoreFormat {

    /** Neither the id of an event nor any other name in a store has a control character. */
    static final String KEY = "\0format";

    static final String RESET =
            "; stop all instances and reset the application with kafka-streams-application-reset, which loses"
                    + " all that it has learned, counted and kept waiting";

    private final KeyValueStore<String, byte[]> store;
    private final int current;
    private int found;

    /**
     * Reads the stamp.
     *
     * @param current what this release writes, 1 or more; it reads all older ones
     * @throws IllegalStateException if a newer release wrote the store
     */
    public StoreFormat(KeyValueStore<String, byte[]> store, int current) {
        this.store = store;
        this.current = current;
        byte[] stamp = store.get(KEY);
        found = stamp == null ? 1 : new StoredBytes(store.name(), stamp).int32();
        check(store.name(), current, found);
        if (stamp == null) {
            found = 0;
        }
    }

    /** What the store was found in, until {@link #stamp}. */
    public int found() {
        return Math.max(1, found);
    }

    /** Writes the stamp where it is not the current one; cheap afterwards. */
    public void stamp() {
        if (found != current) {
            store.put(KEY, ByteBuffer.allocate(Integer.BYTES).putInt(current).array());
            found = current;
        }
    }

    /** Whether a record of the store is its stamp, for those who go through all of them. */
    public static boolean isStamp(String key) {
        return key.equals(KEY);
    }

    /**
     * Refuses what this release cannot read.
     *
     * @param store its name
     * @param newest format that is read; so are all older ones
     * @throws IllegalStateException if {@code got} is none of them, with the way out
     */
    public static void check(String store, int newest, int got) {
        if (got < 1 || got > newest) {
            throw new IllegalStateException("state store \"" + store + "\" refused: expected format "
                    + (newest == 1 ? "1" : "1 to " + newest) + ", got " + got
                    + "; run the release that wrote it, or" + RESET.substring(1));
        }
    }
}
