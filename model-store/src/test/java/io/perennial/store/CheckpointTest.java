// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final Checkpoint ONE = new Checkpoint(
            "0123456789abcdef",
            42,
            "app",
            "events",
            3,
            4711,
            "digits@1",
            "ab".repeat(32),
            "perennial",
            Map.of("adapt.paces", "source,window"),
            Map.of("distance", "0.01", "guard", "closed"),
            Map.of("teacher", new float[] {1, -2, Float.MIN_VALUE}, "statistics", new float[] {0.5f}));

    @Test
    void comesBackAsItWas() throws IOException {
        Checkpoint back = Checkpoint.read(ONE.write(), "file");
        assertThat(back).usingRecursiveComparison().isEqualTo(ONE);
        assertThat(back.write()).isEqualTo(ONE.write());
    }

    @Test
    void versionsAreInTheOrderOfTheSteps() {
        assertThat(ONE.version()).isEqualTo("000000000042-0123456789abcdef");
        assertThat(Checkpoint.name("app", 3)).isEqualTo("checkpoints/app/3");
    }

    @Test
    void whatIsNoCheckpointIsRefusedByTheKeyThatIsMissing() {
        byte[] posterior = new Safetensors(Map.of("mean", new Tensor.Floats(new float[] {1}, 1)), Map.of()).write();
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(posterior, "file"))
                .withMessageContaining("expected metadata with format, got none [file]");
        byte[] later = new Safetensors(Map.of(), Map.of("format", "2")).write();
        assertThatIOException()
                .isThrownBy(() -> Checkpoint.read(later, "file"))
                .withMessageContaining("expected format 1, got 2");
    }

    @Test
    void aTornFileIsRefused() {
        byte[] file = ONE.write();
        for (int length = 0; length < file.length; length += 7) {
            byte[] torn = Arrays.copyOf(file, length);
            assertThatIOException().isThrownBy(() -> Checkpoint.read(torn, "file"));
        }
    }
}
