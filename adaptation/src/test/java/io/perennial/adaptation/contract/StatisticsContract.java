// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.Recorded;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which statistics a network normalises by, and which it keeps. */
public abstract class StatisticsContract extends RefusalContract {

    private static final int[][] ORDERS = {
        {0, 1, 2, 3}, {0, 1, 3, 2}, {0, 2, 1, 3}, {0, 2, 3, 1}, {0, 3, 1, 2}, {0, 3, 2, 1}
    };

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

    /** The slope of a channel's shift is what comes back to that channel, however the image lies in memory. */
    @Test
    public void aGradientComesBackToItsChannelHoweverAnImageWasTransposed() {
        for (int[] image : new int[][] {{2, 3, 1}, {3, 1, 2}, {1, 2, 3}, {2, 3, 2}}) {
            for (int[] before : ORDERS) {
                for (int[] after : ORDERS) {
                    shiftsFollowTheirChannels(image, before, after);
                }
            }
        }
    }

    private void shiftsFollowTheirChannels(int[] image, int[] before, int[] after) {
        int[] seen = {2, image[before[1] - 1], image[before[2] - 1], image[before[3] - 1]};
        int channels = seen[1];
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        Graph graph = Graph.read(new ModelBuilder(17, 0, image)
                .floats("s", new int[] {channels}, ones)
                .floats("b", new int[] {channels}, ones)
                .floats("m", new int[] {channels}, ones)
                .floats("v", new int[] {channels}, ones)
                .node("Transpose", "x", "t", "perm", before)
                .node("BatchNormalization", "t s b m v", "n")
                .node("Transpose", "n", "u", "perm", after)
                .node("Flatten", "u", "y")
                .output("y"));
        int classes = image[0] * image[1] * image[2];
        Batch batch = new Batch(gaussian(2 * classes, 5), 2, image[0], image[1], image[2]);
        float[] wanted = gaussian(2 * classes, 6);
        float[] expected = new float[channels];
        for (int i = 0; i < wanted.length; i++) {
            int[] place = new int[4];
            for (int axis = 3, left = i; axis >= 0; left /= seen[after[axis]], axis--) {
                place[after[axis]] = left % seen[after[axis]];
            }
            expected[place[1]] += wanted[i];
        }
        try (Network network = open(graph);
                var source = network.source();
                var gradient = network.zeros()) {
            float[] statistics = network.sourceStatistics();
            for (NormStatistics used : List.of(
                    NormStatistics.fixed(statistics),
                    NormStatistics.batch(statistics),
                    NormStatistics.mix(statistics, 0.3f))) {
                try (Recorded recorded = network.record(source, batch, used)) {
                    recorded.pullback(new Logits(wanted, classes), gradient);
                }
                int offset = network.layout().slices().stream()
                        .filter(slice -> slice.name().equals("b"))
                        .findFirst()
                        .orElseThrow()
                        .offset();
                assertThat(Arrays.copyOfRange(gradient.toArray(), offset, offset + channels))
                        .as(
                                "%s by %s, then by %s",
                                Arrays.toString(image), Arrays.toString(before), Arrays.toString(after))
                        .containsExactly(expected, within(1e-4f));
            }
        }
    }
}
