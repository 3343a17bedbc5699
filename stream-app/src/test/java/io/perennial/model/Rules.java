// SPDX-License-Identifier: Apache-2.0
package io.perennial.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model is of.
 *
 * @param modes of the instances: whether each scores events on arrival
 * @param saveEvery steps between two writes of the weights, 1 for every step
 * @param checkpoints which of the weights get into the model store
 * @param crashes how many there may be
 * @param rebalances how often the partition may move from an instance that is alive
 * @param commands how many rollbacks may be asked for, 0 or 1
 * @param flaw what is built wrong on purpose
 */
record Rules(
        List<Boolean> modes,
        int saveEvery,
        Checkpoints checkpoints,
        int crashes,
        int rebalances,
        int commands,
        Flaw flaw) {

    static final int EVENTS = 4;
    static final int BATCH = 2;

    /** The model store is outside of every transaction: what it is given may be undone by a crash. */
    enum Checkpoints {
        /** Of steps that were committed. */
        COMMITTED,
        /** Of any step, as the service offers them. */
        ANY
    }

    /** Mistakes, each of which must be found: in which mode, and as what. */
    enum Flaw {
        NONE(false, ""),
        OFFSETS_COMMIT_BY_THEMSELVES(false, "is never answered"),
        ZOMBIES_ARE_NOT_FENCED(false, "learned was 01, and the weights hold nothing"),
        ZOMBIES_ARE_NOT_FENCED_ON_ARRIVAL(true, "is answered twice"),
        WEIGHTS_ARE_WRITTEN_OUTSIDE(false, "the weights are torn"),
        WEIGHTS_ARE_NEVER_WRITTEN(false, "learned was 01, and the weights hold nothing"),
        THE_STEP_COMES_BEFORE_THE_PREDICTION(false, "is answered by weights that have learned from it"),
        WAITING_EVENTS_ARE_NOT_KEPT(false, "is never answered"),
        WAITING_EVENTS_ARE_NEVER_FORGOTTEN(false, "is answered twice"),
        A_ROLLBACK_KEEPS_THE_LINEAGE(false, "the lineage says 01.23. of weights of 01."),
        COMMANDS_SEEN_ARE_FORGOTTEN(false, "one rollback is done twice"),
        A_BATCH_IS_FORGOTTEN_WHEN_ITS_STEP_BEGINS(true, "is never learned from"),
        ANSWERS_COME_FROM_A_STEP_THAT_IS_NOT_TAKEN_OVER(true, "which nobody has committed");

        final boolean onArrival;
        final String found;

        Flaw(boolean onArrival, String found) {
            this.onArrival = onArrival;
            this.found = found;
        }
    }

    /** Two instances, two crashes, a rebalance and a rollback. */
    static Rules of(Flaw flaw, boolean... modes) {
        List<Boolean> all = new ArrayList<>();
        for (boolean mode : modes) {
            all.add(mode);
        }
        return new Rules(List.copyOf(all), 1, Checkpoints.COMMITTED, 2, 1, 1, flaw);
    }

    Rules saveEvery(int steps) {
        return new Rules(modes, steps, checkpoints, crashes, rebalances, commands, flaw);
    }

    Rules faults(int mostCrashes, int mostRebalances) {
        return new Rules(modes, saveEvery, checkpoints, mostCrashes, mostRebalances, commands, flaw);
    }

    Rules checkpoints(Checkpoints of) {
        return new Rules(modes, saveEvery, of, crashes, rebalances, commands, flaw);
    }

    boolean has(Flaw mistake) {
        return flaw == mistake;
    }

    boolean isImmediate(int instance) {
        return modes.get(instance);
    }
}
