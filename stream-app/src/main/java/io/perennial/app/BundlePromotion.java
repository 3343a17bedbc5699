// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.adaptation.network.Engine;
import io.perennial.checkpoint.Promotion;
import io.perennial.store.Bundle;
import io.perennial.store.Checkpoint;
import io.perennial.store.archive.ModelStore;
import io.perennial.weights.Export;
import io.perennial.weights.LearnedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A new version of a bundle whose model is what a partition has learned: the teacher in the model's own graph, the posterior
 * around its weights, the probe with its logits. What the source was like on its own events is taken over.
 *
 * @param served the bundle that is served now
 */
record BundlePromotion(Supplier<Bundle> served, Engine engine) implements Promotion {

    @Override
    public String promote(ModelStore store, Checkpoint checkpoint, String version) throws IOException {
        Bundle before = served.get();
        LearnedModel learned = LearnedModel.of(checkpoint, before, Optional.empty(), Optional.empty());
        Export export = Export.of(learned, before, engine);
        Bundle promoted = bundle(before, learned, export, checkpoint, version);
        Map<String, String> metadata =
                Map.of("promoted-from", checkpoint.version(), "bundle", before.id(), "step", checkpoint.step() + "");
        return store.publish(StoredBundles.name(before.name()), version, promoted.files(), metadata)
                .id();
    }

    private static Bundle bundle(
            Bundle before, LearnedModel learned, Export export, Checkpoint checkpoint, String version) {
        Map<String, String> provenance = new LinkedHashMap<>(before.provenance());
        provenance.put("promoted-from", before.id());
        provenance.put(
                "promoted-checkpoint",
                Checkpoint.name(checkpoint.application(), checkpoint.partition()) + "@" + checkpoint.version());
        return new Bundle(
                before.name(),
                version,
                export.onnx(),
                "",
                before.input(),
                before.labels(),
                before.adapt(),
                before.posterior().map(fitted -> new Bundle.Posterior(learned.weights(), fitted.variance())),
                before.probe()
                        .map(probe -> new Bundle.Probe(
                                probe.size(), probe.inputs(), export.logits().values())),
                before.reference(),
                provenance);
    }
}
