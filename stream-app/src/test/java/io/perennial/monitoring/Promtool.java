// SPDX-License-Identifier: Apache-2.0
package io.perennial.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own programs, where the machine has them; a test that needs one is skipped elsewhere and says so. */
public final class Promtool {

    private static final long WITHIN_SECONDS = 60;

    private Promtool() {}

    /** The program; the calling test is skipped where there is none. */
    public static Path program(String name) {
        Path found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                found != null,
                "no " + name + " on the PATH: install Prometheus (Debian's package prometheus) to run this");
        return found;
    }

    static void run(String... arguments) throws IOException, InterruptedException {
        run(null, arguments);
    }

    /** @param input its standard input; null for none */
    static void run(Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program("promtool").toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("promtool", ".txt");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
            if (input != null) {
                builder.redirectInput(input.toFile());
            }
            Process process = builder.start();
            boolean ended = process.waitFor(WITHIN_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended).as(String.join(" ", command) + " ends in time").isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(output, StandardCharsets.UTF_8))
                    .isZero();
        } finally {
            Files.delete(output);
        }
    }
}
