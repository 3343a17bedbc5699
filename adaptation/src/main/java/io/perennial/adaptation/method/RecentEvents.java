// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;
import java.util.Map;

/** The last events of the stream, so that the statistics of a small batch can be taken over more than the batch. */
final class RecentEvents {

    private static final String EVENTS = "recent-events";
    private static final String COUNT = "recent-count";

    private final int capacity;
    private final int length;
    private final float[] values;
    private int count;

    /** @param length values of one event */
    RecentEvents(int capacity, int length) {
        this.capacity = capacity;
        this.length = length;
        values = new float[capacity * length];
    }

    /** The batch, with as many earlier events before it as it takes to make the capacity, or as there are. */
    Batch before(Batch batch) {
        int earlier = Math.min(count, Math.max(0, capacity - batch.size()));
        if (earlier == 0) {
            return batch;
        }
        float[] all = new float[earlier * length + batch.values().length];
        System.arraycopy(values, (count - earlier) * length, all, 0, earlier * length);
        System.arraycopy(batch.values(), 0, all, earlier * length, batch.values().length);
        int[] shape = batch.shape().clone();
        shape[0] += earlier;
        return new Batch(all, shape);
    }

    /** The batch has gone by. */
    void add(Batch batch) {
        int taken = Math.min(capacity, batch.size());
        int kept = Math.min(count, capacity - taken);
        System.arraycopy(values, (count - kept) * length, values, 0, kept * length);
        System.arraycopy(batch.values(), (batch.size() - taken) * length, values, kept * length, taken * length);
        count = kept + taken;
    }

    void save(Map<String, float[]> arrays) {
        arrays.put(EVENTS, values.clone());
        arrays.put(COUNT, new float[] {count});
    }

    void load(LearnedState state) {
        System.arraycopy(state.array(EVENTS, values.length), 0, values, 0, values.length);
        count = (int) state.array(COUNT, 1)[0];
    }
}
