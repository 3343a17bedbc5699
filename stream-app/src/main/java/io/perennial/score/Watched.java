// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import io.perennial.adaptation.drift.FeatureReader;
import io.perennial.adaptation.drift.FeatureReference;
import io.perennial.adaptation.drift.SourceReference;
import io.perennial.store.Bundle;
import io.perennial.store.InputContract;
import io.perennial.store.Reference;
import io.perennial.store.Standardisation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what a stream is watched for drift.
 *
 * @param reader of the features of an event
 * @param reference of the source's own events; null where the bundle has none that fits
 */
public record Watched(FeatureReader reader, SourceReference reference) {

    private static final Logger log = LoggerFactory.getLogger(Watched.class);
    private static final float[] NOTHING = {};
    private static final int LONGEST_NAME = 200;

    /** What a bundle tells of the events that its model was trained on. */
    static Watched of(Bundle bundle) {
        InputContract input = bundle.input();
        Optional<Standardisation> standardised = input.standardisation();
        FeatureReader reader = FeatureReader.of(
                input.shape(),
                standardised.map(Standardisation::mean).orElse(NOTHING),
                standardised.map(Standardisation::deviation).orElse(NOTHING));
        if (bundle.reference().isEmpty()) {
            return new Watched(reader, null);
        }
        Reference known = bundle.reference().get();
        if (known.features().size() != reader.width()) {
            log.warn(
                    "reference of {} passed over: expected {} features, got {}; prepare the bundle again",
                    bundle.id(),
                    reader.width(),
                    known.features().size());
            return new Watched(reader, null);
        }
        List<FeatureReference> features = new ArrayList<>();
        for (int f = 0; f < reader.count(); f++) {
            features.add(feature(reader, f, known.features().get(reader.place(f))));
        }
        double[] classes =
                known.predictedPrior().stream().mapToDouble(Double::doubleValue).toArray();
        return new Watched(reader, new SourceReference(known.events(), classes, known.confidence(), features, false));
    }

    private static FeatureReference feature(FeatureReader reader, int f, Reference.Feature known) {
        float[] quantiles = new float[known.quantiles().size()];
        for (int q = 0; q < quantiles.length; q++) {
            quantiles[q] = reader.read(f, known.quantiles().get(q));
        }
        String name = known.name();
        return new FeatureReference(
                name.substring(0, Math.min(LONGEST_NAME, name.length())),
                quantiles,
                reader.read(f, (float) known.mean()),
                known.deviation() / reader.scale(f));
    }
}
