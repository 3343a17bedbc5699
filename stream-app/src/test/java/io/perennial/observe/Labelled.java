// SPDX-License-Identifier: Apache-2.0
package io.perennial.observe;

import io.perennial.adaptation.quality.EstimateSums;
import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.quality.LabelledSums;
import io.perennial.adaptation.uncertainty.Probabilities;

/** A partition in which so many of a hundred labelled events were wrong, and which estimates its accuracy at 0.75. */
public record Labelled(int adaptedWrong, int sourceWrong) implements QualityMetrics.Source {

    @Override
    public LabelledSums labelled() {
        LabelledSums sums = new LabelledSums();
        for (int i = 0; i < 100; i++) {
            Probabilities source = new Probabilities(i < sourceWrong ? new float[] {0, 1} : new float[] {1, 0}, 2);
            Probabilities published = new Probabilities(new float[] {0.9f, 0.1f}, 2);
            int label = i < adaptedWrong ? 1 : 0;
            sums.add(new Judged(published, label, source, Float.NaN, Float.NaN, false, i, 1, 0, 0));
        }
        return sums;
    }

    @Override
    public EstimateSums estimate() {
        EstimateSums sums = new EstimateSums();
        sums.add(new Probabilities(new float[] {0.75f, 0.25f}, 2), null, 0, 1, 1);
        return sums;
    }

    @Override
    public double ownAccuracy() {
        return Double.NaN;
    }
}
