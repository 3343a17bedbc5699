// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

/**
 * What the stages tell whoever watches, beside what they count. Told while a transaction is open: what is aborted and done
 * again is told twice. Stream threads call this, so whoever listens is fast, thread-safe, and throws nothing.
 */
public interface Happenings {

    /** For when nobody watches. */
    Happenings NONE = new Happenings() {};

    /**
     * A batch was predicted.
     *
     * @param partition of the input
     * @param model name and version of the bundle
     * @param step of the weights that predicted
     * @param lineage of those weights
     * @param servedBy whose predictions they are, as on the predictions topic
     * @param unasked why the batch is not learned from; null where it is
     */
    record Batch(
            int partition, String model, long step, String lineage, String servedBy, PartitionMetrics.Unasked unasked) {

        /** Whether the batch is learned from. */
        public boolean learns() {
            return unasked == null;
        }
    }

    /**
     * A record became a dead letter; nothing of what it holds but what the message quotes.
     *
     * @param reason as in the metrics and the header
     * @param message what was expected and what came
     */
    record DeadRecord(String topic, int partition, long offset, String reason, String message) {}

    /**
     * An event with its prediction.
     *
     * @param values as the model sees them, row-major; not to be changed
     * @param label name of the predicted class
     * @param confidence of that prediction
     * @param entropy of the prediction, in nats
     * @param disagrees whether the source predicts another class
     * @param abstains whether the prediction is not to be relied on
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would be the price
    record Seen(
            String id,
            float[] values,
            String label,
            float confidence,
            float entropy,
            boolean disagrees,
            boolean abstains) {}

    /** A record leaves for the drift topic. */
    default void drift(byte[] json) {}

    /** A record leaves for the dead-letter topic. */
    default void refused(DeadRecord letter) {}

    /** The predictions of a batch leave. */
    default void predicted(Batch batch) {}

    /** The partition went elsewhere. */
    default void released(int partition) {}

    /** How many events of a batch are asked for; 0 for none. */
    default int eventsWanted() {
        return 0;
    }

    /** One of the events that were asked for. */
    default void seen(Seen event) {}
}
