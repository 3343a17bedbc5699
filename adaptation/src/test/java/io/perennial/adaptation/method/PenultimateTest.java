// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Logits;
import io.perennial.adaptation.network.Network;
import io.perennial.adaptation.network.NormStatistics;
import io.perennial.adaptation.network.ParameterVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PenultimateTest {

    private static final Path MODEL = Path.of("src", "test", "resources", "golden", "digits-cnn", "model.onnx");

    @Test
    void endsWhereTheLastLayerBegins() throws IOException {
        Graph graph = Graph.read(Files.readAllBytes(MODEL));
        Graph features = Penultimate.of(graph).orElseThrow();
        assertThat(features.parameters()).hasSizeLessThan(graph.parameters().size());
        try (Network network = Engine.named("torch").threads(1).open(features, new ParameterSelection.All());
                ParameterVector source = network.source()) {
            NormStatistics statistics = NormStatistics.fixed(network.sourceStatistics());
            Logits values = network.forward(source, new Batch(new float[2 * 64], 2, 1, 8, 8), statistics);
            assertThat(values.values().length).isGreaterThan(2 * 10);
        }
    }
}
