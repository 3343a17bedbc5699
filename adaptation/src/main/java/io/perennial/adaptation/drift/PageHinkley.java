// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether the mean of a figure has changed for good, in either direction (Page, "Continuous inspection schemes", Biometrika
 * 1954; Hinkley 1971): how far the sum of what lies above mean + {@link #SLACK} has risen from its lowest point, and the same
 * downwards. After a change it begins anew.
 *
 * <p>The sum reaches h by chance with a probability of exp(-2 slack h / variance); h is {@link #PATIENCE} variance / slack, so
 * that this is exp(-16) whatever the figure's variance is.
 */
final class PageHinkley {

    /** A change of the mean that is none. */
    static final double SLACK = 0.03;

    static final double PATIENCE = 8;

    /** Events until mean and variance are known well enough: an error of the mean of a tenth of a deviation, at most. */
    static final int KNOWN = 200;

    private double count;
    private double mean;
    private double squares;
    private double up;
    private double down;
    private double before = Double.NaN;

    /** Whether the mean has changed with this one, in [0, 1]. */
    boolean add(double value) {
        count++;
        double off = value - mean;
        mean += off / count;
        squares += off * (value - mean);
        if (count < KNOWN) {
            return false;
        }
        double variance = Math.max(1e-4, squares / count);
        up = Math.max(0, up + value - mean - SLACK);
        down = Math.max(0, down - value + mean - SLACK);
        if (Math.max(up, down) < PATIENCE * variance / SLACK) {
            return false;
        }
        before = mean;
        count = 0;
        mean = 0;
        squares = 0;
        up = 0;
        down = 0;
        return true;
    }

    /** The mean before the last change; not a number before the first. */
    double before() {
        return before;
    }

    void save(DataOutput out) throws IOException {
        Binary.write(out, count, mean, squares, up, down, before);
    }

    void load(DataInput in) throws IOException {
        double[] all = new double[6];
        Binary.read(in, all);
        count = all[0];
        mean = all[1];
        squares = all[2];
        up = all[3];
        down = all[4];
        before = all[5];
    }
}
