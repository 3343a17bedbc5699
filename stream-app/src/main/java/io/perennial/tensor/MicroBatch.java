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
 * @param isAnswered whether the predictions of these events have left already, so that they are only to be learned from
 * @param done ends the wait of the events in the pending store
 */
public record MicroBatch(List<Event> events, Batch tensor, boolean isAnswered, Runnable done) {

    private static final Runnable NOTHING = () -> {};

    /** Events that nobody has answered, and that wait no longer. */
    public MicroBatch(List<Event> events, Batch tensor) {
        this(events, tensor, false, NOTHING);
    }

    /** @param eventShape of each, without the batch dimension */
    public static MicroBatch of(List<Event> events, int[] eventShape) {
        return new MicroBatch(events, tensor(events, eventShape));
    }

    /** One event, to be answered and not learned from; its values are not copied. */
    static MicroBatch alone(Event event, int[] eventShape) {
        return new MicroBatch(List.of(event), Batch.of(event.values(), 1, eventShape));
    }

    /** Events that are to be learned from. */
    static MicroBatch answered(List<Event> events, int[] eventShape, Runnable done) {
        return new MicroBatch(events, tensor(events, eventShape), true, done);
    }

    private static Batch tensor(List<Event> events, int[] eventShape) {
        int length = events.get(0).values().length;
        float[] values = new float[events.size() * length];
        for (int i = 0; i < events.size(); i++) {
            System.arraycopy(events.get(i).values(), 0, values, i * length, length);
        }
        return Batch.of(values, events.size(), eventShape);
    }

    public MicroBatch {
        events = List.copyOf(events);
    }

    /** The events no longer wait: call it on the task's own thread, with what was learned from them. */
    public void release() {
        done.run();
    }
}
