// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perennial.adaptation.graph.ModelBuilder;
import io.perennial.adaptation.network.Batch;
import io.perennial.adaptation.network.Device;
import org.junit.jupiter.api.Test;

final class SourceModelTest {

    private static final byte[] MODEL =
            new ModelBuilder(17, 0, 3).node("Relu", "x", "y").output("y");

    @Test
    void scoresOnTheProcessor() {
        try (SourceModel source = SourceModel.open(MODEL, Device.CPU)) {
            assertThat(source.score(new Batch(new float[] {-1, 0, 2}, 1, 3)).values())
                    .containsExactly(0, 0, 2);
        }
    }

    /** No machine has this many: refused with CUDA as without. */
    @Test
    void refusesADeviceThatIsNotThere() {
        assertThatThrownBy(() -> SourceModel.open(MODEL, new Device(127)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "score.source-device refused: expected ONNX Runtime with CUDA for cuda:127, got: ")
                .hasMessageContaining("set score.source-device: cpu");
    }
}
