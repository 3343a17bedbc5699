// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.graph.UnsupportedOperatorException;
import io.perennial.adaptation.network.AdamRates;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import io.perennial.adaptation.network.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

final class TorchNetworkTest {

    /** One thread: teams of threads wait for each other where processors are shared, and these tensors are tiny. */
    private static final Engine ENGINE = new TorchEngine(1);

    @Test
    void tellsWhatItIs() {
        try (Network network = network()) {
            assertThat(ENGINE.describe()).startsWith("libtorch 2.").endsWith("on 1 CPU thread");
            assertThat(network.eventShape()).containsExactly(3, 6, 6);
            assertThat(network.classes()).isEqualTo(5);
            assertThat(network.sourceStatistics()).hasSize(16);
            assertThat(network.layout().size()).isEqualTo(216 + 8 + 8 + 40);
        }
    }

    @Test
    void countsTheMemoryOfItsConstantsAndOpenVectors() {
        try (Network network = network()) {
            long parameters = 4L * network.layout().size();
            long constants = network.nativeBytes() - parameters;
            assertThat(constants)
                    .as("mean and variance of 8 channels, a bias, shapes")
                    .isBetween(4L * 16, 4L * 64);
            try (ParameterVector one = network.zeros();
                    ParameterVector other = network.source()) {
                assertThat(one.size()).isEqualTo(other.size());
                assertThat(network.nativeBytes()).isEqualTo(constants + 3 * parameters);
                other.close();
                other.close();
                assertThat(network.nativeBytes()).isEqualTo(constants + 2 * parameters);
            }
            assertThat(network.nativeBytes()).isEqualTo(constants + parameters);
        }
    }

    @Test
    void isFoundByName() {
        assertThat(Engine.named("torch")).isInstanceOf(TorchEngine.class);
        assertThatThrownBy(() -> Engine.named("abacus")).hasMessageContaining("[torch");
        assertThatThrownBy(() -> new TorchEngine(0)).hasMessageContaining(TorchEngine.THREADS);
    }

    @Test
    void namesTheOperatorThatIsMissingAndThoseThatAreThere() {
        byte[] model = new ModelBuilder(17, 0, 2).node("Det", "x", "y").output("y");
        assertThatThrownBy(() -> ENGINE.open(Graph.read(model), new ParameterSelection.All()))
                .isInstanceOf(UnsupportedOperatorException.class)
                .hasMessageContainingAll("got Det (opset 17)", "node \"y\"", "BatchNormalization", "Unsqueeze");
    }

    @Test
    void namesTheNodeWhoseInputsDoNotFit() {
        byte[] model = new ModelBuilder(17, 0, 2)
                .floats("w", new int[] {3, 2}, 1, 2, 3, 4, 5, 6)
                .node("MatMul", "x w", "y")
                .output("y");
        assertThatThrownBy(() -> ENGINE.open(Graph.read(model), new ParameterSelection.All()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("node refused", "MatMul", "node \"y\"");
    }

    @Test
    void survivesModelsWithFlippedBits() {
        byte[] model = graph().toOnnx();
        var random = new Random(20_230_609);
        int opened = 0;
        for (int i = 0; i < 500; i++) {
            byte[] hostile = model.clone();
            hostile[random.nextInt(hostile.length)] ^= (byte) (1 << random.nextInt(8));
            try (Network network = ENGINE.open(Graph.read(hostile), new ParameterSelection.All())) {
                opened++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).contains("refused: expected");
            }
        }
        // Most bits are weights, and any weight is as good as another.
        assertThat(opened).isBetween(200, 499);
    }

    @Test
    void usesAMixtureOfStatistics() {
        Batch batch = new Batch(new float[] {1, 5}, 2, 1);
        try (Network network = ENGINE.open(Graph.read(lone()), new ParameterSelection.All());
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
    void keepsTheStatisticsItUsedOnlyWhereAsked() {
        Batch batch = new Batch(new float[] {1, 5}, 2, 1);
        try (Network network = ENGINE.open(Graph.read(lone()), new ParameterSelection.All());
                var source = network.source()) {
            float[] values = network.sourceStatistics();
            network.forward(source, batch, NormStatistics.mix(values, 0.25f));
            assertThat(values).containsExactly(1, 2);
            network.forward(source, batch, NormStatistics.ema(values, 0.25f));
            assertThat(values).containsExactly(new float[] {1.5f, 2.5f}, within(1e-6f));
            network.forward(source, batch, new NormStatistics(values, 1, true));
            assertThat(values).containsExactly(new float[] {3, 4}, within(1e-6f));
            assertThatThrownBy(() -> network.forward(source, batch, NormStatistics.fixed(new float[3])))
                    .hasMessageContaining("expected 2 values, got 3");
        }
    }

    @Test
    void learnsOnlyWhatIsSelected() {
        Graph graph = graph();
        try (Network network = ENGINE.open(graph, ParameterSelection.parse("norm"));
                Network whole = ENGINE.open(graph, new ParameterSelection.All());
                var parameters = network.source();
                var all = whole.source()) {
            assertThat(network.layout().slices()).hasSize(2);
            Batch batch = batch(4, 1);
            NormStatistics fixed = NormStatistics.fixed(network.sourceStatistics());
            assertThat(network.forward(parameters, batch, fixed).values())
                    .containsExactly(whole.forward(all, batch, fixed).values(), within(1e-6f));
        }
    }

    @Test
    void pullsBackOnceAndNotAfterClosing() {
        try (Network network = network();
                var source = network.source();
                var gradient = network.zeros()) {
            Recorded recorded = network.record(source, batch(2, 1), NormStatistics.fixed(network.sourceStatistics()));
            Logits ones = Logits.zeros(2, 5);
            recorded.pullback(ones, gradient);
            assertThatThrownBy(() -> recorded.pullback(ones, gradient)).isInstanceOf(IllegalStateException.class);
            recorded.close();
            recorded.close();
            assertThatThrownBy(() -> recorded.pullback(ones, gradient)).hasMessageContaining("closed");
        }
    }

    @Test
    void givesTheSameFromManyThreads() throws InterruptedException, ExecutionException {
        try (Network network = network();
                var source = network.source()) {
            Batch batch = batch(8, 3);
            NormStatistics statistics = NormStatistics.batch(new float[0]);
            float[] expected = network.forward(source, batch, statistics).values();
            var pool = Executors.newFixedThreadPool(4);
            List<Future<float[]>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                results.add(pool.submit(
                        () -> network.forward(source, batch, statistics).values()));
                results.add(pool.submit(() -> {
                    try (var recorded = network.record(source, batch, statistics);
                            var gradient = network.zeros()) {
                        recorded.pullback(Logits.zeros(8, 5), gradient);
                        return recorded.logits().values();
                    }
                }));
            }
            for (Future<float[]> result : results) {
                assertThat(result.get()).containsExactly(expected, within(1e-5f));
            }
            pool.shutdown();
        }
    }

    /** Garbage collection of handles would hide a leak for a while, never for thousands of steps. */
    @Test
    void keepsResidentMemoryFlat() throws IOException {
        Path status = Path.of("/proc/self/status");
        Assumptions.assumeTrue(Files.isReadable(status), "skipped: no /proc/self/status here");
        try (Network network = network();
                var student = network.source();
                var gradient = network.zeros();
                var first = network.zeros();
                var second = network.zeros()) {
            Batch batch = batch(16, 5);
            float[] statistics = network.sourceStatistics();
            steps(500, network, student, batch, statistics, gradient, first, second);
            long before = resident(status);
            steps(2000, network, student, batch, statistics, gradient, first, second);
            // One leaked activation a step, [16, 8, 6, 6] float32, would be 36 MiB.
            assertThat(resident(status) - before).as("growth in KiB").isLessThan(12 * 1024);
        }
    }

    private static void steps(
            int count,
            Network network,
            ParameterVector student,
            Batch batch,
            float[] statistics,
            ParameterVector... v) {
        for (int step = 1; step <= count; step++) {
            try (Recorded recorded = network.record(student, batch, NormStatistics.ema(statistics, 0.1f))) {
                recorded.pullback(recorded.logits(), v[0]);
            }
            student.adam(v[0], v[1], v[2], AdamRates.of(1e-5), step);
            network.forward(student, batch, NormStatistics.batch(statistics));
        }
    }

    private static long resident(Path status) throws IOException {
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    private static Network network() {
        return ENGINE.open(graph(), new ParameterSelection.All());
    }

    private static Batch batch(int events, long seed) {
        return new Batch(gaussian(events * 3 * 6 * 6, seed), events, 3, 6, 6);
    }

    private static byte[] lone() {
        return new ModelBuilder(17, 0, 1)
                .floats("s", new int[] {1}, 1)
                .floats("b", new int[] {1}, 0)
                .floats("m", new int[] {1}, 1)
                .floats("v", new int[] {1}, 2)
                .node("BatchNormalization", "x s b m v", "y", "epsilon", 1e-12f)
                .output("y");
    }

    private static Graph graph() {
        int[] eight = {8};
        return Graph.read(new ModelBuilder(17, 0, 3, 6, 6)
                .floats("w", new int[] {8, 3, 3, 3}, gaussian(216, 11))
                .floats("s", eight, gaussian(8, 12))
                .floats("b", eight, gaussian(8, 13))
                .floats("m", eight, gaussian(8, 14))
                .floats("v", eight, 1, 2, 3, 4, 5, 6, 7, 8)
                .floats("f", new int[] {8, 5}, gaussian(40, 15))
                .node("Conv", "x w", "c", "pads", new int[] {1, 1, 1, 1})
                .node("BatchNormalization", "c s b m v", "n")
                .node("Relu", "n", "r")
                .node("GlobalAveragePool", "r", "g")
                .node("Flatten", "g", "h")
                .node("MatMul", "h f", "y")
                .output("y"));
    }

    private static float[] gaussian(int length, long seed) {
        var random = new Random(seed);
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
