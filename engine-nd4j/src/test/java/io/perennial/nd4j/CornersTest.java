// SPDX-License-Identifier: Apache-2.0
package io.perennial.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.torch.TorchEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a derivative jumps, and finite differences say nothing: what libtorch takes, for the recorded runs do. */
final class CornersTest {

    private static final Engine ENGINE = new Nd4jEngine(1);

    /** One weight of 0, so that the function is at 0 for every event; or at a bound. */
    @ParameterizedTest
    @ValueSource(strings = {"Elu", "Relu", "LeakyRelu", "Clip", "Abs"})
    void takesTheSideThatLibtorchTakes(String op) {
        byte[] model = new ModelBuilder(17, 0, 1)
                .floats("w", new int[] {1, 2}, 0, 0)
                .floats("lo", new int[] {}, 0)
                .floats("hi", new int[] {}, 6)
                .node("MatMul", "x w", "h")
                .node(op, op.equals("Clip") ? "h lo hi" : "h", "y")
                .output("y");
        assertThat(slopes(ENGINE, model)).containsExactly(slopes(new TorchEngine(1), model), within(1e-6f));
    }

    private static float[] slopes(Engine engine, byte[] model) {
        try (Network network = engine.open(Graph.read(model), new ParameterSelection.All());
                var source = network.source();
                var gradient = network.zeros();
                var recorded = network.record(
                        source,
                        new Batch(new float[] {1, 2, 3}, 3, 1),
                        NormStatistics.fixed(network.sourceStatistics()))) {
            recorded.pullback(new Logits(new float[] {1, 1, 1, 1, 1, 1}, 2), gradient);
            return gradient.toArray();
        }
    }

    @Test
    void computesAnOutputThatDoesNotDependOnTheEvents() {
        byte[] model = new ModelBuilder(17, 0, 2)
                .floats("c", new int[] {}, 3)
                .longs("shape", 1, 2)
                .node("Expand", "c shape", "y")
                .output("y");
        try (Network network = ENGINE.open(Graph.read(model), new ParameterSelection.All());
                var source = network.source()) {
            Batch batch = new Batch(new float[] {1, 2}, 1, 2);
            assertThat(network.forward(source, batch, NormStatistics.fixed(new float[0]))
                            .values())
                    .containsExactly(3, 3);
        }
    }

    @Test
    void refusesABiasOfAnotherLength() {
        byte[] model = new ModelBuilder(17, 0, 2, 4, 4)
                .floats("w", new int[] {3, 2, 1, 1}, 1, 2, 3, 4, 5, 6)
                .floats("b", new int[] {1}, 1)
                .node("Conv", "x w b", "c")
                .node("GlobalAveragePool", "c", "p")
                .node("Flatten", "p", "y")
                .output("y");
        assertThatThrownBy(() -> ENGINE.open(Graph.read(model), new ParameterSelection.All()))
                .hasMessageContaining("expected a bias of 3 values, got 1");
    }
}
