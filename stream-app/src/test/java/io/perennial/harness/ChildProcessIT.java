// SPDX-License-Identifier: Apache-2.0
package io.perennial.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    private Path log;

    @BeforeEach
    void chooseLog(@TempDir Path directory) {
        log = directory.resolve("child.log");
    }

    @Test
    void returnsTheExitStatus() throws Exception {
        try (var child = echo("end", "3")) {
            assertThat(child.awaitExit(LONG)).isEqualTo(3);
            assertThat(child.output()).contains("started with end 3");
        }
    }

    @Test
    void killsWithoutMercy() throws Exception {
        try (var child = echo("wait")) {
            child.awaitOutput("started", LONG);
            child.kill();
            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitExit(LONG)).isEqualTo(128 + 9);
        }
    }

    @Test
    void asksToTerminate() throws Exception {
        try (var child = echo("wait")) {
            child.awaitOutput("started", LONG);
            child.terminate();
            assertThat(child.awaitExit(LONG)).isEqualTo(128 + 15);
        }
    }

    @Test
    void leavesNoProcessBehind() throws IOException {
        ChildProcess left;
        try (var child = echo("wait")) {
            left = child;
        }
        assertThat(ProcessHandle.of(left.pid())).isEmpty();
    }

    @Test
    void showsTheOutputOfAChildThatEndsTooEarly() throws IOException {
        try (var child = echo("end", "3")) {
            assertThatThrownBy(() -> child.awaitOutput("ready", LONG))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("it ended with 3")
                    .hasMessageContaining("started with end 3");
        }
    }

    private ChildProcess echo(String... arguments) throws IOException {
        return ChildProcess.java(log, List.of("-Xmx64m"), Echo.class.getName(), arguments);
    }
}
