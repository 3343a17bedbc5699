// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Batch;

/**
 * A test-time adaptation method with everything it has learned. Predicting and learning are two calls, so that a
 * prediction can leave before the step that learns from it. Not thread-safe.
 */
public interface Method extends AutoCloseable {

    /**
     * Predicts a batch.
     *
     * @param effort whether {@link #adapt} will follow, and how many views may be averaged. Where it follows, moving
     *     normalisation statistics see the batch here and the student's pass is recorded; otherwise nothing changes
     */
    Scored score(Batch batch, Effort effort);

    /** The same with all views. */
    default Scored score(Batch batch, boolean learn) {
        return score(batch, Effort.of(learn));
    }

    /** The most views that a prediction averages; 0 where the method averages none. */
    default int views() {
        return 0;
    }

    /** The most events of a pass that {@link #adapt} makes or pulls back for a batch of so many. */
    default int passEvents(int batch) {
        return batch;
    }

    /** Learns from a batch that was scored with {@code learn}, and closes it. */
    StepReport adapt(Scored scored);

    /**
     * Labels that came late, for events that were scored before. A method that has no use for labels ignores them.
     *
     * @param labels index of the class of each event
     */
    default void tell(Batch events, int... labels) {}

    /** How many steps have been learned since the source. */
    long step();

    /** The weights as they stand, for a look between two steps; null where the method has none of its own. */
    default Weights weights() {
        return null;
    }

    /**
     * How events that come one by one are predicted at this moment, to be computed elsewhere; null where the prediction of an
     * event needs the batch that it is in. What a prediction of a batch has beyond that, such as views, is left out.
     */
    default Snapshot snapshot() {
        return null;
    }

    /** Whose prediction is to be published of an event that comes at this moment, as far as the last batch tells. */
    default ServedBy serving() {
        return ServedBy.ADAPTED;
    }

    /** A copy of all that was learned. */
    LearnedState state();

    /** Continues from a state that {@link #state} of the same method and model gave. */
    void restore(LearnedState state);

    /** Frees the native memory; closing twice is allowed. */
    @Override
    void close();
}
