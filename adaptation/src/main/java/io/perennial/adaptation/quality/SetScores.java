// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.quality;

import io.perennial.adaptation.uncertainty.Probabilities;

/** How often prediction sets held the truth, and how large they were; NaN where there were none. */
public final class SetScores {

    static final int LENGTH = 3;

    private long sets;
    private long hits;
    private long members;

    /**
     * @param p [1, C]
     * @param threshold of the set; NaN for none
     */
    void add(Probabilities p, float threshold, int truth) {
        if (Float.isNaN(threshold)) {
            return;
        }
        sets++;
        hits += Judged.nonconformity(p, truth) <= threshold ? 1 : 0;
        for (int c = 0; c < p.classes(); c++) {
            members += Judged.nonconformity(p, c) <= threshold ? 1 : 0;
        }
    }

    void add(SetScores other) {
        sets += other.sets;
        hits += other.hits;
        members += other.members;
    }

    /** How many sets there were. */
    public long sets() {
        return sets;
    }

    /** Share of them that held the truth. */
    public double coverage() {
        return (double) hits / sets;
    }

    /** Mean number of classes in one. */
    public double size() {
        return (double) members / sets;
    }

    void save(double[] into, int from) {
        into[from] = sets;
        into[from + 1] = hits;
        into[from + 2] = members;
    }

    void load(double[] state, int from) {
        sets = (long) state[from];
        hits = (long) state[from + 1];
        members = (long) state[from + 2];
    }
}
