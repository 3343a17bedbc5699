// SPDX-License-Identifier: Apache-2.0
package io.perennial.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.perennial.adaptation.graph.Graph;
import io.perennial.adaptation.graph.ParameterSelection;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Engine;
import io.perennial.adaptation.network.Network;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PassMemoryTest {

    private static final int EVENTS = 256;

    /** An engine may take memory with its first pass and keep it, so that the passes after it seem to need none. */
    @ParameterizedTest
    @ValueSource(strings = {"torch", "nd4j"})
    void measuresAPassOfEitherEngine(String engine) throws IOException {
        try (InputStream file = PassMemoryTest.class.getResourceAsStream("/io/perennial/digits/bundle/model.onnx");
                Network network = Engine.named(engine)
                        .threads(1)
                        .open(Graph.read(file.readAllBytes()), new ParameterSelection.All())) {
            int[] shape = network.eventShape();
            int length = shape[0] * shape[1] * shape[2];
            long bytes = PassMemory.ofEvent(network, Batch.of(new float[EVENTS * length], EVENTS, shape));
            // The first convolution's output alone is more than an event.
            assertThat(bytes).isGreaterThan(4L * length);
        }
    }
}
