// SPDX-License-Identifier: Apache-2.0
package io.perennial.publish;

import io.perennial.adaptation.quality.Judged;
import io.perennial.adaptation.uncertainty.Probabilities;
import io.perennial.record.Event;
import io.perennial.score.ScoredBatch;
import io.perennial.score.ServedModel;
import io.perennial.score.SourceCalibration;
import java.util.Arrays;

/**
 * A batch's probabilities as they are published. What the method learns from and what the guard weighs stays as it was.
 *
 * @param published [B, C]
 * @param source [B, C]; null where it was not asked
 * @param fixed threshold of the source's own prediction sets; NaN where there are none
 */
record Calibrated(Probabilities published, Probabilities source, float fixed) {

    static Calibrated of(ScoredBatch batch, PublishOptions options) {
        ServedModel model = batch.learner().served();
        SourceCalibration known = model.calibration();
        TemperatureChoice temperature = options.temperature();
        Probabilities source = batch.source();
        double published = temperature.published(model, batch.scored().servedBy());
        return new Calibrated(
                batch.scored().probabilities().tempered(published),
                source == null ? null : source.tempered(temperature.source(known)),
                source != null && temperature.isBundles() ? known.setThreshold(options.setLevel()) : Float.NaN);
    }

    /** Of one event, before its label is known. */
    Judged unjudged(Event event, ScoredBatch batch, int i, int label, float threshold, boolean abstained) {
        return new Judged(
                row(published, i),
                label,
                source == null ? null : row(source, i),
                threshold,
                fixed,
                abstained,
                event.origin().timestamp(),
                batch.version().step(),
                -1,
                0);
    }

    private static Probabilities row(Probabilities p, int event) {
        return new Probabilities(p.row(event), p.classes());
    }

    /** The classes whose nonconformity is not above the threshold, ascending. */
    static int[] set(Probabilities all, int event, float threshold) {
        Probabilities p = KeptProbabilities.rounded(row(all, event));
        int[] members = new int[p.classes()];
        int count = 0;
        for (int c = 0; c < members.length; c++) {
            if (1 - p.at(0, c) <= threshold) {
                members[count++] = c;
            }
        }
        return Arrays.copyOf(members, count);
    }
}
