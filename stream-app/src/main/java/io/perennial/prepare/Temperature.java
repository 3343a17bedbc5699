// SPDX-License-Identifier: Apache-2.0
package io.perennial.prepare;

import io.perennial.adaptation.network.Logits;

/**
 * One temperature for all logits (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017): the T that gives the
 * labels the highest likelihood under softmax(z / T). The mean log loss is convex in 1 / T, so that a section search finds
 * the only minimum.
 */
final class Temperature {

    private static final double COLDEST = 1 / 16.0;
    private static final double HOTTEST = 16;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int SECTIONS = 60;

    private Temperature() {}

    /**
     * @param logits [N, C]
     * @param labels N classes; events of another number than 0 to C - 1 do not count
     * @param least smallest temperature that is taken
     */
    static double fit(Logits logits, int[] labels, double least) {
        double low = 1 / HOTTEST;
        double high = 1 / Math.max(COLDEST, least);
        for (int i = 0; i < SECTIONS; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (loss(logits, labels, left) <= loss(logits, labels, right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return 2 / (low + high);
    }

    /** Sum of the log losses under logits times {@code inverse}. */
    private static double loss(Logits logits, int[] labels, double inverse) {
        double sum = 0;
        for (int event = 0; event < logits.size(); event++) {
            if (labels[event] < 0 || labels[event] >= logits.classes()) {
                continue;
            }
            double most = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < logits.classes(); c++) {
                most = Math.max(most, logits.at(event, c));
            }
            double all = 0;
            for (int c = 0; c < logits.classes(); c++) {
                all += Math.exp(inverse * (logits.at(event, c) - most));
            }
            sum += Math.log(all) - inverse * (logits.at(event, labels[event]) - most);
        }
        return sum;
    }
}
