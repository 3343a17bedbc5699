// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The largest over the features; not a number before the first window.
 *
 * @param psi in the last window
 * @param distance Wasserstein, in deviations of the source
 * @param slidingPsi in the last windows together
 */
public record InputFigures(double psi, double distance, double slidingPsi, double slidingDistance) {

    public static final InputFigures NONE = new InputFigures(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    void save(DataOutput out) throws IOException {
        Binary.write(out, psi, distance, slidingPsi, slidingDistance);
    }

    static InputFigures load(DataInput in) throws IOException {
        double[] all = new double[4];
        Binary.read(in, all);
        return new InputFigures(all[0], all[1], all[2], all[3]);
    }
}
