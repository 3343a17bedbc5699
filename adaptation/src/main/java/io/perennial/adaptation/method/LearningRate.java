// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import java.util.Map;

/** Where a {@link Schedule} stands: what the next step's learning rate is multiplied with. */
final class LearningRate {

    private static final String NAME = "schedule";

    private final Schedule schedule;
    private final ConfidenceShift shift = new ConfidenceShift();
    private long started;

    LearningRate(Schedule schedule) {
        this.schedule = schedule;
    }

    /**
     * Of one step, called once for each.
     *
     * @param step 1 for the first
     * @param confidence mean confidence of the source in the batch
     */
    double factor(long step, double confidence) {
        if (schedule.rewarm() && shift.isChange(confidence)) {
            started = step - 1;
        }
        return schedule.factor(step - started, started == 0 ? 0 : schedule.floor());
    }

    void save(Map<String, float[]> arrays) {
        if (schedule.rewarm()) {
            arrays.put(NAME, Counters.floats(started));
            shift.save(arrays);
        }
    }

    void load(LearnedState state) {
        if (schedule.rewarm()) {
            started = Counters.longs(state.array(NAME, 2))[0];
            shift.load(state);
        }
    }
}
