// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.adaptation.network.Batch;
import io.perennial.record.Event;
import java.util.List;

/**
 * Events that are scored and learned from together.
 *
 * @param events in the order of their arrival, at least one
 * @param tensor float32 [B, ...], row i is event i
 */
public record MicroBatch(List<Event> events, Batch tensor) {

    /** @param eventShape of each, without the batch dimension */
    public static MicroBatch of(List<Event> events, int[] eventShape) {
        int length = events.get(0).values().length;
        float[] values = new float[events.size() * length];
        for (int i = 0; i < events.size(); i++) {
            System.arraycopy(events.get(i).values(), 0, values, i * length, length);
        }
        return new MicroBatch(List.copyOf(events), Batch.of(values, events.size(), eventShape));
    }
}
