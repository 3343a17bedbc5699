// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.record.StoreFormat;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The store of what a partition knows about the quality of its predictions: numbers by name.
 *
 * <p>Format 2. In format 1 the scores of prediction sets may be one array, {@code sets}: level, miss, place of the next score,
 * then the scores. They are read as if they were apart, and are taken apart with the first write.
 */
public final class QualityStore {

    /** The store's name is for ever. */
    public static final String NAME = "quality";

    private static final int FORMAT = 2;
    private static final String SETS_TOGETHER = "sets";
    private static final int BEFORE_SCORES = 3;

    private final KeyValueStore<String, byte[]> store;
    private final StoreFormat format;
    private final Map<String, double[]> older = new LinkedHashMap<>();
    private boolean leftBehind;

    /** @throws IllegalStateException if a newer release wrote the store */
    QualityStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
        format = new StoreFormat(store, FORMAT);
        double[] sets = format.found() < FORMAT ? get(SETS_TOGETHER) : null;
        leftBehind = sets != null;
        if (leftBehind && store.get("sets-place") == null) { // both are there where a release between the two wrote it
            if (sets.length < BEFORE_SCORES) {
                throw StoredBytes.damaged(NAME, "3 numbers or more under " + SETS_TOGETHER, sets.length + "");
            }
            double[] scores = Arrays.copyOfRange(sets, BEFORE_SCORES, sets.length);
            older.put("sets-place", new double[] {sets[0], sets[1], sets[2], scores.length});
            for (int i = 0; i < scores.length; i++) {
                older.put("sets-score-" + i, new double[] {scores[i]});
            }
        }
    }

    void put(String name, double... numbers) {
        if (leftBehind) {
            older.forEach(this::write);
            older.clear();
            store.delete(SETS_TOGETHER);
            leftBehind = false;
        }
        format.stamp();
        write(name, numbers);
    }

    private void write(String name, double... numbers) {
        ByteBuffer out = ByteBuffer.allocate(Double.BYTES * numbers.length);
        out.asDoubleBuffer().put(numbers);
        store.put(name, out.array());
    }

    /** Null where there is none. */
    double[] get(String name) {
        byte[] bytes = store.get(name);
        if (bytes == null) {
            return older.get(name);
        }
        double[] numbers = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
        return numbers;
    }
}
