// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.method.LearnedState;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * What was learned, as it lies in the {@link WeightsStore}.
 *
 * @param chunks by their keys; none where they would fill too much memory beside the store's own before they are written
 */
public record EncodedWeights(LearnedState state, Map<String, byte[]> chunks) {

    /** Bytes of what is encoded ahead at most. */
    private static final long MOST = 4 << 20;

    /** May take place on any thread. */
    public static EncodedWeights of(LearnedState state) {
        Map<String, byte[]> chunks = new LinkedHashMap<>();
        if (state.bytes() <= MOST) {
            encode(state, chunks::put);
        }
        return new EncodedWeights(state, chunks);
    }

    /** Gives each chunk with its key. */
    void writeTo(BiConsumer<String, byte[]> store) {
        if (chunks.isEmpty()) {
            encode(state, store);
        } else {
            chunks.forEach(store);
        }
    }

    private static void encode(LearnedState state, BiConsumer<String, byte[]> to) {
        for (Map.Entry<String, float[]> array : state.arrays().entrySet()) {
            float[] values = array.getValue();
            for (int from = 0, number = 0; from < values.length; from += WeightsStore.CHUNK_FLOATS, number++) {
                int count = Math.min(WeightsStore.CHUNK_FLOATS, values.length - from);
                ByteBuffer chunk = ByteBuffer.allocate(Long.BYTES + Float.BYTES * count);
                chunk.putLong(state.step()).asFloatBuffer().put(values, from, count);
                to.accept(WeightsStore.key(array.getKey(), number), chunk.array());
            }
        }
    }
}
