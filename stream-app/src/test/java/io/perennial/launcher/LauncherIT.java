// SPDX-License-Identifier: Apache-2.0
package io.perennial.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherIT {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void handsItsArgumentsToTheCommandLine() throws Exception {
        assertThat(PaperCheckout.create(directory, "17").run("demo", "--summary", "a file"))
                .containsSubsequence("<io.perennial.app.Main>", "<demo>", "<--summary>", "<a file>", "exit 0");
    }

    @Test
    void buildsOnceAndAgainOnlyWhenASourceIsNewer() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        assertThat(checkout.run("demo")).contains("first build");
        assertThat(checkout.run("demo")).doesNotContain("build");
        assertThat(checkout.builds()).isEqualTo(1);

        Path source = Files.writeString(checkout.sources().resolve("New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(checkout.run("demo")).contains("sources are newer");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void buildsAgainWhenALibraryIsGone() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        checkout.run("demo");
        Files.writeString(checkout.root().resolve("stream-app/target/classpath"), "/nowhere/kafka-clients.jar");
        checkout.run("demo");
        assertThat(checkout.builds()).isEqualTo(2);
    }

    @Test
    void buildsOnceWhenStartedTwiceAtTheSameTime() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        try (var one = checkout.start("one", "demo");
                var other = checkout.start("other", "demo")) {
            assertThat(one.awaitExit(LONG)).isZero();
            assertThat(other.awaitExit(LONG)).isZero();
            assertThat(one.output() + other.output()).contains("waiting for the build of process");
        }
        assertThat(checkout.builds()).isEqualTo(1);
    }

    @Test
    void takesOverTheLockOfABuildThatDied() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        Path lock = Files.createDirectories(checkout.root().resolve("target/launcher-lock"));
        Files.writeString(lock.resolve("pid"), "999999999");
        assertThat(checkout.run("demo")).contains("<demo>");
        assertThat(lock).doesNotExist();
    }

    @Test
    void isFoundThroughASymbolicLink() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        Path link = Files.createSymbolicLink(
                Files.createDirectory(directory.resolve("bin")).resolve("perennial"),
                Path.of("..", "check out", "perennial"));
        try (var launcher = checkout.start(link, "linked", "demo")) {
            assertThat(launcher.awaitExit(LONG)).isZero();
            assertThat(launcher.output()).contains("<" + checkout.root().resolve("stream-app/target/classes") + ":");
        }
    }

    @ParameterizedTest
    @CsvSource({"17, false, false", "21, false, false", "22, true, false", "23, true, true", "25, true, true"})
    void passesOnlyOptionsThatTheJvmKnows(String version, boolean nativeAccess, boolean unsafe) throws Exception {
        String output = PaperCheckout.create(directory, version).run("demo");
        assertThat(output.contains("<--enable-native-access=ALL-UNNAMED>")).isEqualTo(nativeAccess);
        assertThat(output.contains("<--sun-misc-unsafe-memory-access=allow>")).isEqualTo(unsafe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void refusesAnOldJava(String version) throws Exception {
        assertThat(PaperCheckout.create(directory, version).run("demo"))
                .contains("java refused: expected 17 or newer, got " + version)
                .endsWith("exit 2");
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        Files.delete(checkout.jdk().resolve("bin/java"));
        assertThat(checkout.run("demo")).contains("JAVA_HOME refused").endsWith("exit 2");
    }

    @Test
    void doesNotStartWhatDidNotBuild() throws Exception {
        var checkout = PaperCheckout.create(directory, "17");
        Files.writeString(checkout.root().resolve("mvnw"), "#!/bin/sh\nexit 1\n");
        assertThat(checkout.run("demo"))
                .contains("build failed")
                .doesNotContain("<demo>")
                .endsWith("exit 2");
    }
}
