// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {

    @Test
    void namesTheInstructionSetsThatMakeADifference() {
        assertThat(Machine.instructions("flags\t\t: fpu sse2 avx2 avx512f avx512_bf16 sha_ni\n"))
                .containsExactly("avx2", "avx512f", "avx512_bf16");
        assertThat(Machine.instructions("Features\t: fp asimd sve\n")).containsExactly("asimd", "sve");
        assertThat(Machine.instructions("")).isEmpty();
    }

    @Test
    void readsTheSizesOfTheCaches(@TempDir Path directory) throws Exception {
        Path data = Files.createDirectory(directory.resolve("index0"));
        Files.writeString(data.resolve("level"), "1\n");
        Files.writeString(data.resolve("type"), "Data\n");
        Files.writeString(data.resolve("size"), "32K\n");

        assertThat(Machine.caches(directory)).containsEntry("L1d", "32 KiB").hasSize(1);
        assertThat(Machine.caches(directory.resolve("none"))).isEmpty();
    }

    @Test
    void knowsTheVersionsByTheJarsAndLeavesThoseOfAPlatformOut() {
        String path = String.join(
                File.pathSeparator,
                "/lib/pytorch-2.10.0-1.5.13-linux-x86_64.jar",
                "/lib/pytorch-2.10.0-1.5.13.jar",
                "/lib/nd4j-native-1.0.0-M2.1.jar",
                "/classes");

        assertThat(Machine.libraries(path))
                .containsEntry("pytorch", "2.10.0-1.5.13")
                .containsEntry("nd4j-native", "1.0.0-M2.1")
                .hasSize(2);
    }

    @Test
    void describesThisOne() {
        assertThat(Machine.here().markdown()).contains("- cores: ").contains("- JDK: ");
    }
}
