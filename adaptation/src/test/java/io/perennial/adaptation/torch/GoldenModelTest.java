// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models and outputs of the reference implementation, where they are at hand. */
final class GoldenModelTest {

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    void givesTheLogitsOfTheReference(String name) throws IOException {
        Path golden = golden(name);
        Npy expected = Npy.read(golden.resolve("source_logits_eval.npy"));
        Npy batches = Npy.read(golden.resolve("batches.npy"));
        try (Network network = open(golden);
                var source = network.source()) {
            for (int i = 0; i < batches.shape()[0]; i++) {
                Npy batch = batches.at(i);
                Logits logits = network.forward(
                        source,
                        new Batch(batch.values(), batch.shape()),
                        NormStatistics.fixed(network.sourceStatistics()));
                assertThat(logits.values()).containsExactly(expected.at(i).values(), within(1e-4f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    void laysTheParametersOutAsTheReference(String name) throws IOException {
        Path golden = golden(name);
        JsonNode reference =
                new ObjectMapper().readTree(golden.resolve("case.json").toFile());
        ParameterLayout layout = graph(golden).layout(new ParameterSelection.All());
        assertThat(layout.slices()).hasSameSizeAs(reference.get("parameters"));
        for (int i = 0; i < layout.slices().size(); i++) {
            JsonNode expected = reference.get("parameters").get(i);
            ParameterLayout.Slice slice = layout.slices().get(i);
            assertThat(slice.name()).isEqualTo(expected.get("name").asText());
            assertThat(slice.offset()).isEqualTo(expected.get("offset").asInt());
            assertThat(slice.shape())
                    .containsExactly(new ObjectMapper().convertValue(expected.get("shape"), int[].class));
        }
        assertThat(layout.size()).isEqualTo(reference.get("total").asInt());
    }

    /** The slope along a direction, once from the pullback and once from two forward passes. */
    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    void pullsALossBackToItsSlope(String name) throws IOException {
        Path golden = golden(name);
        Npy input = Npy.read(golden.resolve("batches.npy")).at(0);
        var batch = new Batch(input.values(), input.shape());
        try (Network network = open(golden);
                var source = network.source();
                var gradient = network.zeros();
                var momentum = network.zeros();
                var moved = network.source()) {
            NormStatistics batchStatistics = NormStatistics.batch(network.sourceStatistics());
            var weights = new float[batch.size() * network.classes()];
            var random = new Random(7);
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (float) random.nextGaussian();
            }
            try (var recorded = network.record(source, batch, batchStatistics)) {
                recorded.pullback(new Logits(weights, network.classes()), gradient);
            }
            // Along the gradient itself the slope is largest, so rounding matters least.
            float step = (float) (1e-3 / gradient.norm());
            moved.sgd(gradient, momentum, -step, 0);
            double up = loss(network.forward(moved, batch, batchStatistics), weights);
            moved.copyFrom(source);
            moved.sgd(gradient, momentum, step, 0);
            double down = loss(network.forward(moved, batch, batchStatistics), weights);
            double slope = (up - down) / (2 * step);
            assertThat(slope).isCloseTo(gradient.norm() * gradient.norm(), withinPercentage(1));
        }
    }

    private static double loss(Logits logits, float[] weights) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (double) weights[i] * logits.values()[i];
        }
        return sum;
    }

    private static Network open(Path golden) throws IOException {
        return new TorchEngine(1).open(graph(golden), new ParameterSelection.All());
    }

    private static Graph graph(Path golden) throws IOException {
        return Graph.read(Files.readAllBytes(golden.resolve("model.onnx")));
    }

    private static Path golden(String name) {
        Path directory = Stream.iterate(Path.of("").toAbsolutePath(), path -> path != null, Path::getParent)
                .map(path -> path.resolve("shared/reference/golden").resolve(name))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(directory != null, "skipped: no reference results (shared/reference/golden) above here");
        return directory;
    }
}
