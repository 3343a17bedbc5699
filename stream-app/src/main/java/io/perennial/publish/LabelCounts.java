// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.observe.QualityMetrics;
import java.util.Arrays;

/** What became of labels, in one partition since its beginning. */
final class LabelCounts {

    private final long[] counts = new long[QualityMetrics.Label.values().length];

    void count(QualityMetrics.Label outcome) {
        counts[outcome.ordinal()]++;
    }

    long of(QualityMetrics.Label outcome) {
        return counts[outcome.ordinal()];
    }

    double[] save() {
        double[] state = new double[counts.length];
        for (int i = 0; i < counts.length; i++) {
            state[i] = counts[i];
        }
        return state;
    }

    void load(double... state) {
        double[] known = Arrays.copyOf(state, counts.length); // another release may know more or fewer
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (long) known[i];
        }
    }
}
