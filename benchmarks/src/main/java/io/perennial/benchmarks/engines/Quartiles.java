// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import java.util.Arrays;

/** Of a sample; linear between its order statistics, as numpy has them. */
public record Quartiles(double lower, double median, double upper) {

    /** @param sample at least one value */
    public static Quartiles of(double... sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(0.25, sorted), at(0.5, sorted), at(0.75, sorted));
    }

    private static double at(double share, double... sorted) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
