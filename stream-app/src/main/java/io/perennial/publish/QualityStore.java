// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/** The store of what a partition knows about the quality of its predictions: numbers by name. */
public final class QualityStore {

    /** The store's name is for ever. */
    public static final String NAME = "quality";

    private final KeyValueStore<String, byte[]> store;

    QualityStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    void put(String name, double... numbers) {
        ByteBuffer out = ByteBuffer.allocate(Double.BYTES * numbers.length);
        out.asDoubleBuffer().put(numbers);
        store.put(name, out.array());
    }

    /** Null where there is none. */
    double[] get(String name) {
        byte[] bytes = store.get(name);
        if (bytes == null) {
            return null;
        }
        double[] numbers = new double[bytes.length / Double.BYTES];
        ByteBuffer.wrap(bytes).asDoubleBuffer().get(numbers);
        return numbers;
    }
}
