// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.lang.reflect.Proxy;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an engine refuses, and that it says so in words and lives on. */
public abstract class RefusalContract extends LifetimeContract {

    @Test
    public void namesTheOperatorThatIsMissingAndThoseThatAreThere() {
        Graph graph =
                Graph.read(new ModelBuilder(17, 0, 2).node("Det", "x", "y").output("y"));
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessageContainingAll("got Det (opset 17)", "node \"y\"")
                .message()
                .contains(engine().operators());
    }

    @Test
    public void namesTheNodeWhoseInputsDoNotFit() {
        Graph graph = Graph.read(new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {3, 2}, 1, 2, 3, 4, 5, 6)
                .node("MatMul", "x w", "y")
                .output("y"));
        assertThatThrownBy(() -> open(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("node refused", "MatMul", "node \"y\"");
    }

    @Test
    public void survivesModelsWithFlippedBits() {
        byte[] model = graph().toOnnx();
        var random = new Random(20_230_609);
        int opened = 0;
        for (int i = 0; i < 500; i++) {
            byte[] hostile = model.clone();
            hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
            try (Network network = open(Graph.read(hostile))) {
                assertThat(network.classes()).isPositive();
                opened++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("refused: expected");
            }
        }
        // Most bits are weights, and any weight is as good as another.
        assertThat(opened).isBetween(200, 499);
    }

    @Test
    public void refusesBatchesThatDoNotFit() {
        try (Network network = network();
                var source = network.source()) {
            for (Batch batch : new Batch[] {
                new Batch(new float[0], 0, 3, 6, 6),
                new Batch(new float[108], 1, 108),
                new Batch(new float[108], 3, 6, 6),
                new Batch(new float[54], 1, 3, 3, 6)
            }) {
                assertThatThrownBy(() -> network.forward(source, batch, fixed(network)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("batch refused: expected events of shape [3, 6, 6], got [");
            }
        }
    }

    @Test
    public void refusesStatisticsOfAnotherLength() {
        try (Network network = network();
                var source = network.source()) {
            assertThatThrownBy(() -> network.forward(source, batch(2, 1), NormStatistics.fixed(new float[3])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 16 values, got 3");
            assertThatThrownBy(() -> network.record(source, batch(2, 1), NormStatistics.ema(new float[17], 0.5f)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 16 values, got 17");
        }
    }

    @Test
    public void refusesVectorsOfAnotherEngine() {
        try (Network network = network();
                var source = network.source();
                var recorded = network.record(source, batch(2, 1), fixed(network))) {
            ParameterVector foreign = foreign();
            assertThatThrownBy(() -> network.forward(foreign, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("parameters refused: expected", engine().name());
            assertThatThrownBy(() -> network.record(foreign, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("parameters refused: expected", engine().name());
            assertThatThrownBy(() -> recorded.pullback(Logits.zeros(2, CLASSES), foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("parameters refused: expected", engine().name());
        }
    }

    @Test
    public void refusesVectorsOfAnotherLength() {
        try (Network network = network();
                Network other = open(lone());
                var source = network.source();
                var two = other.source();
                var recorded = network.record(source, batch(2, 1), fixed(network))) {
            assertThatThrownBy(() -> network.forward(two, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parameters refused: expected 272 values, got 2");
            assertThatThrownBy(() -> recorded.pullback(Logits.zeros(2, CLASSES), two))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parameters refused: expected 272 values, got 2");
        }
    }

    @Test
    public void refusesAGradientThatIsNotOfTheLogits() {
        try (Network network = network();
                var source = network.source();
                var into = network.zeros();
                var recorded = network.record(source, batch(2, 1), fixed(network))) {
            assertThatThrownBy(() -> recorded.pullback(Logits.zeros(3, CLASSES), into))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("gradient refused: expected 10 values as the logits, got 15");
        }
    }

    @Test
    public void pullsBackOnceAndNotAfterClosing() {
        try (Network network = network();
                var source = network.source();
                var gradient = network.zeros()) {
            Recorded recorded = network.record(source, batch(2, 1), fixed(network));
            Logits ones = Logits.zeros(2, CLASSES);
            recorded.pullback(ones, gradient);
            assertThatThrownBy(() -> recorded.pullback(ones, gradient)).isInstanceOf(IllegalStateException.class);
            twice(recorded::close);
            assertThatThrownBy(() -> recorded.pullback(ones, gradient))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed");
        }
    }

    @Test
    public void refusesAVectorThatIsClosed() {
        try (Network network = network();
                var source = network.source()) {
            twice(source::close);
            assertThatThrownBy(() -> network.forward(source, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("got a closed one");
            assertThatThrownBy(source::toArray)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("got a closed one");
        }
    }

    @Test
    public void refusesToComputeOnceClosed() {
        Network network = network();
        try (var source = network.source()) {
            twice(network::close);
            assertThatThrownBy(() -> network.forward(source, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("got a closed one");
            assertThatThrownBy(() -> network.record(source, batch(2, 1), fixed(network)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("got a closed one");
            assertThatThrownBy(network::source)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("got a closed one");
            // What it gave away is the caller's.
            assertThat(source.toArray()).hasSize(PARAMETERS);
        }
    }

    private static NormStatistics fixed(Network network) {
        return NormStatistics.fixed(network.sourceStatistics());
    }

    /** A vector of the right length, of which no engine may ask more. */
    private static ParameterVector foreign() {
        return (ParameterVector) Proxy.newProxyInstance(
                RefusalContract.class.getClassLoader(),
                new Class<?>[] {ParameterVector.class},
                (self, method, args) -> {
                    if (method.getName().equals("size")) {
                        return PARAMETERS;
                    }
                    throw new AssertionError("asked for " + method.getName());
                });
    }
}
