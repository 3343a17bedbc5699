// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.method.Snapshot;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.source.SingleEvents;
import io.perennial.adaptation.source.SourceModel;
import io.perennial.digits.Digits;
import io.perennial.observe.PeakMemory;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions of ONNX Runtime come and go with each snapshot. */
class SnapshotMemoryTest {

    private static final int REFRESHES = 1000;

    /** The heap may grow in one of them, or two; what leaks grows in each. */
    private static final int ROUNDS = 3;

    /** Of the process; a session that stays takes about 0.3 MB, so a leak is hundreds. */
    private static final double MEGABYTES = 40;

    @Test
    void memoryIsFlatOverAThousandSnapshots() throws IOException {
        Bundle bundle = Bundle.resource(getClass().getClassLoader(), Digits.BUNDLE_ROOT);
        ParameterSelection all = new ParameterSelection.All();
        try (SourceModel source = SourceModel.open(bundle.model());
                Network network = Engine.named("torch").open(Graph.read(bundle.model()), all);
                ParameterVector weights = network.source()) {
            EventModels models =
                    new EventModels(bundle.model(), all, source, bundle.input().shape());
            Snapshot snapshot = new Snapshot(List.of(
                    new Snapshot.Member(weights.toArray(), network.sourceStatistics(), 0.5),
                    new Snapshot.Member(null, network.sourceStatistics(), 0.3),
                    new Snapshot.Member(null, null, 0.2)));
            float[] event = Digits.load().image(0);
            try (SingleEvents events = models.events()) {
                refresh(models, snapshot, events, event, REFRESHES / 5);
                double kept = Double.POSITIVE_INFINITY;
                for (int round = 0; round < ROUNDS && kept >= MEGABYTES; round++) {
                    double before = resident();
                    refresh(models, snapshot, events, event, REFRESHES);
                    kept = resident() - before;
                }
                assertThat(kept).as("megabytes that are kept").isLessThan(MEGABYTES);
            }
        }
    }

    /** Members of the same weights say the same, however they are opened. */
    private static void refresh(EventModels models, Snapshot snapshot, SingleEvents events, float[] event, int times) {
        Logits untouched = events.score(models.source(), event);
        for (int i = 0; i < times; i++) {
            try (OpenSnapshot open = models.open(snapshot, new WeightsVersion(i, "lineage"))) {
                Logits said = open.score(events, models.source(), untouched, event);
                assertThat(said.classes()).isEqualTo(untouched.classes());
            }
        }
    }

    private static double resident() {
        return PeakMemory.resident() / 1e6;
    }
}
