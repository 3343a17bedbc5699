// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import io.perennial.adaptation.network.Logits;

/** Mean and variance of rows of logits, in double. */
final class Moments {

    private final double[] sum;
    private final double[] squares;
    private long count;

    Moments(int classes) {
        sum = new double[classes];
        squares = new double[classes];
    }

    /** An event's logits less their mean, which the softmax does not see. */
    static float[] centred(Logits logits, int event) {
        float[] row = new float[logits.classes()];
        double mean = 0;
        for (int c = 0; c < row.length; c++) {
            mean += (double) logits.at(event, c) / row.length;
        }
        for (int c = 0; c < row.length; c++) {
            row[c] = (float) (logits.at(event, c) - mean);
        }
        return row;
    }

    void add(float... row) {
        for (int c = 0; c < sum.length; c++) {
            sum[c] += row[c];
            squares[c] += (double) row[c] * row[c];
        }
        count++;
    }

    long count() {
        return count;
    }

    double mean(int c) {
        return count == 0 ? 0 : sum[c] / count;
    }

    double meanSquare(int c) {
        return count == 0 ? 0 : squares[c] / count;
    }

    /** Biased, summed over the classes. */
    double variance() {
        double variance = 0;
        for (int c = 0; c < sum.length; c++) {
            variance += meanSquare(c) - mean(c) * mean(c);
        }
        return variance;
    }
}
