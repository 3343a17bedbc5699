// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.drift;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Of the last window; not a number before the first.
 *
 * @param divergence Jensen-Shannon of {@code shares} and the source's, in nats
 * @param entropy mean, in nats
 * @param confidence mean
 * @param shares mean predicted probability of each class, before any temperature, [C]
 * @param sourceShares the same of the untouched source; not a number where it was not asked
 */
public record PredictionFigures(
        double divergence, double entropy, double confidence, double[] shares, double[] sourceShares) {

    static PredictionFigures none(int classes) {
        double[] unknown = new double[classes];
        Arrays.fill(unknown, Double.NaN);
        return new PredictionFigures(Double.NaN, Double.NaN, Double.NaN, unknown, unknown.clone());
    }

    void save(DataOutput out) throws IOException {
        out.writeDouble(divergence);
        out.writeDouble(entropy);
        out.writeDouble(confidence);
        Binary.write(out, shares);
        Binary.write(out, sourceShares);
    }

    static PredictionFigures load(DataInput in, int classes) throws IOException {
        double divergence = in.readDouble();
        double entropy = in.readDouble();
        double confidence = in.readDouble();
        PredictionFigures read = none(classes);
        Binary.read(in, read.shares);
        Binary.read(in, read.sourceShares);
        return new PredictionFigures(divergence, entropy, confidence, read.shares, read.sourceShares);
    }
}
