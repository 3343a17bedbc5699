// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import io.perennial.adapt.DriftStoreTarget;
import io.perennial.adaptation.drift.DriftStateTarget;
import io.perennial.adaptation.golden.NpyTarget;
import io.perennial.adaptation.graph.ModelTarget;
import io.perennial.config.ConfigurationTarget;
import io.perennial.config.YamlKeysTarget;
import io.perennial.control.CommandTarget;
import io.perennial.evaluate.StreamTarget;
import io.perennial.publish.LabelTarget;
import io.perennial.publish.OutcomesTarget;
import io.perennial.publish.PredictionTarget;
import io.perennial.publish.QualityTarget;
import io.perennial.record.EventTarget;
import io.perennial.record.RawEventTarget;
import io.perennial.record.RefusedCountsTarget;
import io.perennial.score.WeightsTarget;
import io.perennial.store.BundlePartTarget;
import io.perennial.store.CheckpointTarget;
import io.perennial.store.DescriptionTarget;
import io.perennial.store.ReferenceTarget;
import io.perennial.store.SafetensorsTarget;
import io.perennial.store.archive.AnnouncementTarget;
import io.perennial.store.archive.ManifestTarget;
import io.perennial.tensor.PendingTarget;
import io.perennial.tensor.WaitingEventTarget;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every target: what comes from outside, what is deployed, what the state is. Its name is, in the kebab case of a file's name,
 * that of its corpus.
 */
public final class Targets {

    private static final Map<String, Supplier<Target>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("event-json", EventTarget::new);
        ALL.put("event-headers", RawEventTarget::new);
        ALL.put("label", LabelTarget::new);
        ALL.put("command", CommandTarget::new);
        ALL.put("prediction", PredictionTarget::new);
        ALL.put("configuration", ConfigurationTarget::new);
        ALL.put("configuration-keys", YamlKeysTarget::new);
        ALL.put("model", ModelTarget::new);
        ALL.put("bundle-description", DescriptionTarget::new);
        ALL.put("bundle-part", BundlePartTarget::new);
        ALL.put("reference", ReferenceTarget::new);
        ALL.put("safetensors", SafetensorsTarget::new);
        ALL.put("checkpoint", CheckpointTarget::new);
        ALL.put("manifest", ManifestTarget::new);
        ALL.put("announcement", AnnouncementTarget::new);
        ALL.put("npy", NpyTarget::new);
        ALL.put("stream", StreamTarget::new);
        ALL.put("waiting-event", WaitingEventTarget::new);
        ALL.put("pending", PendingTarget::new);
        ALL.put("weights", WeightsTarget::new);
        ALL.put("outcomes", OutcomesTarget::new);
        ALL.put("quality", QualityTarget::new);
        ALL.put("refused-counts", RefusedCountsTarget::new);
        ALL.put("drift-store", DriftStoreTarget::new);
        ALL.put("drift-state", DriftStateTarget::new);
    }

    private Targets() {}

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** A new one; what it needs is loaded now and no sooner, so that no other target's code is instrumented. */
    static Target named(String name) {
        Supplier<Target> maker = ALL.get(name);
        if (maker == null) {
            throw new IllegalArgumentException("perennial.fuzz.targets refused: expected some of " + names()
                    + ", got \"" + name + "\"; correct it");
        }
        return maker.get();
    }
}
