// SPDX-License-Identifier: Apache-2.0
package io.perennial.adaptation.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perennial.adaptation.network.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trajectories against those of the PETAL authors' code. */
class ParityTest {

    /** Recorded reference runs that are not part of the project, beside its checkout. */
    private static final Path REFERENCE = Path.of("..", "..", "shared", "reference", "golden");

    @Test
    void followsTheAuthorsTrajectoryOnDigits() throws IOException {
        agrees(Path.of("src", "test", "resources", "golden", "digits-cnn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digits-cnn", "gas-mlp", "cifar-resnet20"})
    void followsTheAuthorsTrajectory(String name) throws IOException {
        Path directory = REFERENCE.resolve(name);
        assumeTrue(Files.isDirectory(directory), "no reference runs at " + REFERENCE + ": nothing to compare with");
        agrees(directory);
    }

    private static void agrees(Path directory) throws IOException {
        GoldenCase golden = GoldenCase.read(name -> Files.readAllBytes(directory.resolve(name)));
        Parity.Report report = Parity.replay(golden, Engine.named("torch"));
        assertThat(report.exceeded()).isEmpty();
    }
}
