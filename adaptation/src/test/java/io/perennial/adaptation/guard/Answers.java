// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.guard;

import java.util.SplittableRandom;

/**
 * A classifier as the guard sees it.
 *
 * @param accuracy share of right answers
 * @param confidence in each of them
 * @param stuckAt class that it answers whatever the truth is; -1 for none
 */
record Answers(double accuracy, double confidence, int stuckAt) {

    static Answers right(double accuracy, double confidence) {
        return new Answers(accuracy, confidence, -1);
    }

    /** Writes the logits of one answer. */
    void write(int truth, SplittableRandom random, float[] into, int from, int classes) {
        double draw = random.nextDouble();
        int wrong = (truth + 1 + random.nextInt(classes - 1)) % classes;
        int said = stuckAt >= 0 ? stuckAt : draw < accuracy ? truth : wrong;
        for (int c = 0; c < classes; c++) {
            double p = c == said ? confidence : (1 - confidence) / (classes - 1);
            into[from + c] = (float) Math.log(p);
        }
    }
}
