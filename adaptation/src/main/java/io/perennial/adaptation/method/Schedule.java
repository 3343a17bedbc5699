// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

/**
 * Learning rate over a stream that has no end, as a factor of the configured one: it rises linearly, falls by half a
 * cosine to a floor, and stays there ("infinite" schedules: Ibrahim et al., "Simple and Scalable Strategies to
 * Continually Pre-train Large Language Models", TMLR 2024; Singh et al., "Beyond Cosine Decay", 2025). Where it is asked
 * to, {@link ConfidenceShift} starts it again, rising from the floor.
 *
 * @param warmup steps of the rise; 0 for none
 * @param decay steps of the fall; 0 for none
 * @param floor what stays, in [0, 1]
 * @param rewarm whether a change of the source's confidence starts it again
 */
public record Schedule(long warmup, long decay, double floor, boolean rewarm) {

    /** The same rate always, as published. */
    public static final Schedule CONSTANT = new Schedule(0, 0, 1, false);

    /**
     * Of the rate.
     *
     * @param step 1 for the first since the schedule started
     * @param from what the rise begins with: 0 at the source, the floor later
     */
    double factor(long step, double from) {
        if (step <= warmup) {
            return from + (1 - from) * step / warmup;
        }
        long fallen = step - warmup;
        if (fallen >= decay) {
            return floor;
        }
        return floor + (1 - floor) * (1 + Math.cos(Math.PI * fallen / decay)) / 2;
    }
}
