// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.NormLayer;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views under given statistics, whose convolutions carry the normalisation behind them. */
final class FoldedNormTest {

    private static final int CHANNELS = 4;

    private final SplittableRandom random = new SplittableRandom(3);

    /** A convolution without a bias, a grouped one with a bias whose output is read twice, a grouped one with a bias. */
    private byte[] images() {
        ModelBuilder model = new ModelBuilder(17, 0, 3, 8, 8)
                .floats("w1", new int[] {CHANNELS, 3, 3, 3}, numbers(27 * CHANNELS))
                .floats("w2", new int[] {CHANNELS, CHANNELS / 2, 1, 1}, numbers(CHANNELS * CHANNELS / 2))
                .floats("b2", new int[] {CHANNELS}, numbers(CHANNELS))
                .floats("w3", new int[] {CHANNELS, CHANNELS / 2, 1, 1}, numbers(CHANNELS * CHANNELS / 2))
                .floats("b3", new int[] {CHANNELS}, numbers(CHANNELS))
                .node("Conv", "x w1", "c1", "pads", new int[] {1, 1, 1, 1});
        norm(model, "c1", "n1").node("Relu", "n1", "r1").node("Conv", "r1 w2 b2", "c2", "group", 2);
        norm(model, "c2", "n2").node("Add", "n2 c2", "a2").node("Conv", "a2 w3 b3", "c3", "group", 2);
        return norm(model, "c3", "n3")
                .node("GlobalAveragePool", "n3", "p")
                .node("Flatten", "p", "y")
                .output("y");
    }

    /** One dimension. */
    private byte[] series() {
        ModelBuilder model = new ModelBuilder(17, 0, 2, 12)
                .floats("w", new int[] {CHANNELS, 2, 3}, numbers(6 * CHANNELS))
                .node("Conv", "x w", "c");
        return norm(model, "c", "n")
                .node("GlobalAveragePool", "n", "p")
                .node("Flatten", "p", "y")
                .output("y");
    }

    private ModelBuilder norm(ModelBuilder model, String from, String to) {
        int[] shape = {CHANNELS};
        return model.floats(to + ".s", shape, numbers(CHANNELS))
                .floats(to + ".b", shape, numbers(CHANNELS))
                .floats(to + ".m", shape, numbers(CHANNELS))
                .floats(to + ".v", shape, 0.5f, 1, 2, 3)
                .node("BatchNormalization", String.join(" ", from, to + ".s", to + ".b", to + ".m", to + ".v"), to);
    }

    private float[] numbers(int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Of so many events, a batch that goes through with others and one that goes by itself. */
    @ParameterizedTest
    @ValueSource(ints = {3, 400})
    void viewsAreSeenAsWithoutIt(int events) {
        same(images(), new int[] {events, 3, 8, 8}, new ParameterSelection.All());
        same(images(), new int[] {events, 3, 8, 8}, new ParameterSelection.Norm());
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 2000})
    void seriesAreSeenAsWithoutIt(int events) {
        same(series(), new int[] {events, 2, 12}, new ParameterSelection.All());
    }

    private void same(byte[] model, int[] shape, ParameterSelection learned) {
        Batch batch = new Batch(numbers(length(shape)), shape);
        Batch other = new Batch(numbers(length(shape)), shape);
        try (Network network = new TorchEngine(2).open(Graph.read(model), learned);
                var weights = network.source()) {
            weights.scale(0.9f);
            float[] values = network.sourceStatistics();
            for (int i = 0; i < values.length; i++) {
                values[i] += 0.1f;
            }
            NormStatistics given = NormStatistics.fixed(values);
            List<Batch> views = List.of(batch, other);
            List<Logits> said = network.forwardViews(weights, batch, 2, views::get, given);
            for (int k = 0; k < 2; k++) {
                float[] alone = network.forward(weights, views.get(k), given).values();
                assertThat(said.get(k).values())
                        .as("rounded otherwise, so it was folded")
                        .isNotEqualTo(alone)
                        .containsExactly(alone, within(1e-4f));
            }
        }
    }

    private static int length(int... shape) {
        int length = 1;
        for (int extent : shape) {
            length *= extent;
        }
        return length;
    }

    @Test
    void onlyWhatNobodyElseReadsIsFolded() {
        List<Step> folded = FoldedNorm.of(steps(Graph.read(images())), name -> true);
        assertThat(folded.stream().map(step -> step.node().op() + step.node().outputs()))
                .containsExactly(
                        "Conv[n1]",
                        "Relu[r1]",
                        "Conv[c2]",
                        "BatchNormalization[n2]",
                        "Add[a2]",
                        "Conv[n3]",
                        "GlobalAveragePool[p]",
                        "Flatten[y]");
        assertThat(folded.get(0).node().inputs()).containsExactly("x", "w1", "", "n1.s", "n1.b");
        assertThat(folded.get(5).node().inputs()).containsExactly("a2", "w3", "b3", "n3.s", "n3.b");
        assertThat(folded.get(5).dead()).contains("a2");
    }

    @Test
    void aScaleThatIsComputedOnTheWayIsNotFolded() {
        Set<String> computed = Set.of("n1.s");
        assertThat(FoldedNorm.of(steps(Graph.read(images())), name -> !computed.contains(name)))
                .hasSize(9);
    }

    /** As a program has them, as far as it matters here. */
    private static List<Step> steps(Graph graph) {
        Iterator<NormLayer> layers = graph.normLayers().iterator();
        return graph.nodes().stream()
                .map(node -> new Step(
                        node,
                        null,
                        node.op().equals("BatchNormalization") ? layers.next() : null,
                        node.inputs().stream()
                                .filter(name -> !name.equals("c2") || node.op().equals("Add"))
                                .toList(),
                        false))
                .toList();
    }
}
