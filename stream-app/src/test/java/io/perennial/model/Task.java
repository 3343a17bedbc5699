// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

/**
 * An instance's work on the partition: all of it is lost in a crash.
 *
 * @param begun whether what a predecessor left has been looked at
 * @param passesBy whether the command that there is was given before the process began, to a partition without state
 * @param position of the next event
 * @param stores as this task sees them: what was committed, and its own writes
 * @param open its transaction
 * @param dirty whether there is anything to commit
 * @param filling events of the batch that is being filled
 * @param batch that is at work; empty for none
 * @param phase of that work
 * @param learner the live weights
 * @param unsaved steps since the weights were written
 * @param beside where events are answered on arrival
 */
record Task(
        boolean begun,
        boolean passesBy,
        int position,
        Stores stores,
        Transaction open,
        boolean dirty,
        String filling,
        String batch,
        Phase phase,
        Learner learner,
        int unsaved,
        Beside beside) {

    /** The stream thread commits only in {@code IDLE}; all else is within the work on one record. */
    enum Phase {
        IDLE,
        /** A batch is full, or has waited for long enough. */
        FULL,
        /** Its predictions have left. */
        SCORED,
        /** The weights are to be written. */
        SAVING,
        /** One half of them has been. */
        HALF_SAVED
    }

    /**
     * @param weights the history in the weights
     * @param lineage the history that they are said to have
     */
    record Learner(String weights, String lineage) {

        Learner after(String batch) {
            return new Learner(weights + batch + ".", lineage + batch + ".");
        }
    }

    /**
     * @param queue batches that wait to be learned from, with a dot behind each
     * @param underway the batch of the step on its way; empty for none
     * @param ended whether that step has ended and waits to be taken over
     * @param snapshot what answers
     */
    record Beside(String queue, String underway, boolean ended, Learner snapshot) {}

    Task begun(boolean now) {
        return new Task(now, passesBy, position, stores, open, dirty, filling, batch, phase, learner, unsaved, beside);
    }

    Task reads(int next) {
        return new Task(begun, passesBy, next, stores, open, true, filling, batch, phase, learner, unsaved, beside);
    }

    Task writes(Stores now) {
        return new Task(begun, passesBy, position, now, open, true, filling, batch, phase, learner, unsaved, beside);
    }

    Task sends(Transaction now) {
        return new Task(begun, passesBy, position, stores, now, true, filling, batch, phase, learner, unsaved, beside);
    }

    Task committed() {
        return new Task(
                begun,
                passesBy,
                position,
                stores,
                Transaction.EMPTY,
                false,
                filling,
                batch,
                phase,
                learner,
                unsaved,
                beside);
    }

    Task fills(String now) {
        return new Task(begun, passesBy, position, stores, open, dirty, now, batch, phase, learner, unsaved, beside);
    }

    Task works(String on, Phase now) {
        return new Task(begun, passesBy, position, stores, open, dirty, filling, on, now, learner, unsaved, beside);
    }

    Task learns(Learner now, int steps) {
        return new Task(begun, passesBy, position, stores, open, dirty, filling, batch, phase, now, steps, beside);
    }

    Task with(Beside now) {
        return new Task(begun, passesBy, position, stores, open, dirty, filling, batch, phase, learner, unsaved, now);
    }

    boolean idle() {
        return phase == Phase.IDLE;
    }
}
