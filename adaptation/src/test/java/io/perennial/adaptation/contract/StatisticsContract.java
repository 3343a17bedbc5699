// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.Recorded;
import org.junit.jupiter.api.Test;

/** Which statistics a network normalises by, and which it keeps. */
public abstract class StatisticsContract extends RefusalContract {

    @Test
    public void usesAMixtureOfStatistics() {
        Batch batch = new Batch(new float[] {1, 5}, 2, 1);
        try (Network network = open(lone());
                var source = network.source()) {
            // Batch mean 3 and variance 4; stored mean 1 and variance 2; a quarter of the way: 1.5 and 2.5.
            float[] mixed = network.forward(source, batch, NormStatistics.mix(network.sourceStatistics(), 0.25f))
                    .values();
            assertThat(mixed)
                    .containsExactly(
                            new float[] {(float) (-0.5 / Math.sqrt(2.5)), (float) (3.5 / Math.sqrt(2.5))},
                            within(1e-6f));
            float[] own = network.forward(source, batch, NormStatistics.batch(new float[0]))
                    .values();
            assertThat(own).containsExactly(new float[] {-1, 1}, within(1e-6f));
        }
    }

    @Test
    public void keepsTheStatisticsItUsedOnlyWhereAsked() {
        Batch batch = new Batch(new float[] {1, 5}, 2, 1);
        try (Network network = open(lone());
                var source = network.source()) {
            float[] values = network.sourceStatistics();
            network.forward(source, batch, NormStatistics.mix(values, 0.25f));
            assertThat(values).containsExactly(1, 2);
            network.forward(source, batch, NormStatistics.ema(values, 0.25f));
            assertThat(values).containsExactly(new float[] {1.5f, 2.5f}, within(1e-6f));
            network.forward(source, batch, new NormStatistics(values, 1, true));
            assertThat(values).containsExactly(new float[] {3, 4}, within(1e-6f));
        }
    }

    @Test
    public void recordsWhatAForwardPassComputes() {
        try (Network network = network();
                var source = network.source()) {
            for (float share : new float[] {0, 0.1f, 0.5f, 1}) {
                for (boolean keep : new boolean[] {false, true}) {
                    float[] forward = network.sourceStatistics();
                    float[] recorded = network.sourceStatistics();
                    Batch batch = batch(6, 9);
                    Logits logits = network.forward(source, batch, new NormStatistics(forward, share, keep));
                    try (Recorded one = network.record(source, batch, new NormStatistics(recorded, share, keep))) {
                        assertThat(one.logits().classes()).isEqualTo(CLASSES);
                        assertThat(one.logits().values()).containsExactly(logits.values(), within(1e-5f));
                    }
                    assertThat(recorded).containsExactly(forward, within(1e-6f));
                }
            }
        }
    }
}
