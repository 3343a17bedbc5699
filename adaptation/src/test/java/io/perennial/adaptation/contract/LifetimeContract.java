// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is closed in any order, what is kept and for how long, and files that ask for what cannot be. */
public abstract class LifetimeContract extends NetworkFixture {

    @Test
    public void pullsBackAfterTheNetworkIsClosed() {
        Network network = network();
        try (var source = network.source();
                var gradient = network.zeros();
                var expected = network.zeros()) {
            NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
            try (Recorded recorded = network.record(source, batch(3, 1), statistics)) {
                recorded.pullback(recorded.logits(), expected);
            }
            try (Recorded recorded = network.record(source, batch(3, 1), statistics)) {
                network.close();
                recorded.pullback(recorded.logits(), gradient);
            }
            assertThat(gradient.toArray()).containsExactly(expected.toArray());
        }
        assertThat(network.nativeBytes()).isZero();
    }

    @Test
    public void refusesAPullbackOfAVectorThatIsClosed() {
        try (Network network = network();
                var gradient = network.zeros()) {
            ParameterVector source = network.source();
            try (Recorded recorded =
                    network.record(source, batch(3, 1), NormStatistics.fixed(network.sourceStatistics()))) {
                source.close();
                assertThatThrownBy(() -> recorded.pullback(recorded.logits(), gradient))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("got a closed one");
            }
        }
    }

    /** A batch that is flushed by time has any size: what is kept for the next of a size must not add up. */
    @Test
    public void keepsNoMoreHoweverManySizesComeBy() {
        try (Network network = network();
                var source = network.source();
                var gradient = network.zeros()) {
            List<Long> bytes = new ArrayList<>();
            for (int size = 64; size > 0; size--) {
                float[] statistics = network.sourceStatistics();
                network.forward(source, batch(size, size), NormStatistics.ema(statistics, 0.1f));
                try (Recorded recorded =
                        network.record(source, batch(size, size), NormStatistics.ema(statistics, 0.1f))) {
                    recorded.pullback(Logits.zeros(size, CLASSES), gradient);
                }
                bytes.add(network.nativeBytes());
            }
            assertThat(bytes.get(63)).isLessThanOrEqualTo(3 * bytes.get(0));
        }
    }

    public static List<Graph> hostile() {
        List<Graph> graphs = new ArrayList<>();
        Object[][] windows = {
            {"kernel_shape", new int[] {9, 9}},
            {"kernel_shape", new int[] {3, 3}, "dilations", new int[] {0, 1}},
            {"kernel_shape", new int[] {3, 3}, "dilations", new int[] {1 << 30, 1}},
            {"kernel_shape", new int[] {3, 3}, "pads", new int[] {-1, 0, 0, 0}},
            {"kernel_shape", new int[] {3, 3}, "pads", new int[] {0, 0, 1 << 30, 0}},
            {"kernel_shape", new int[] {3, 3}, "strides", new int[] {0, 1}},
        };
        for (Object[] window : windows) {
            graphs.add(Graph.read(new ModelBuilder(17, 0, 2, 6, 6)
                    .floats("w", new int[] {3, 2, 3, 3}, gaussian(54, 1))
                    .node("Conv", "x w", "c", window[1] instanceof int[] nine && nine[0] == 9 ? pads() : window)
                    .node("GlobalAveragePool", "c", "p")
                    .node("Flatten", "p", "y")
                    .output("y")));
            for (String pool : new String[] {"MaxPool", "AveragePool"}) {
                graphs.add(Graph.read(new ModelBuilder(19, 0, 2, 6, 6)
                        .node(pool, "x", "c", window)
                        .node("GlobalAveragePool", "c", "p")
                        .node("Flatten", "p", "y")
                        .output("y")));
            }
        }
        return graphs;
    }

    private static Object[] pads() {
        return new Object[] {"dilations", new int[] {4, 4}};
    }

    @ParameterizedTest
    @MethodSource("hostile")
    public void refusesWindowsThatDoNotFit(Graph graph) {
        assertThatThrownBy(() -> open(graph).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("refused: expected");
    }
}
