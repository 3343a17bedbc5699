// SPDX-License-Identifier: Apache-2.0
package io.perennial.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.harness.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A checkout with the real launcher, a Maven that only counts its builds and a Java that only prints its arguments. */
record PaperCheckout(Path root, Path jdk) {

    private static final Path LAUNCHER =
            Path.of("..", "perennial").toAbsolutePath().normalize();

    static PaperCheckout create(Path directory, String javaVersion) throws IOException {
        Path root = Files.createDirectories(directory.resolve("check out"));
        Path jdk = Files.createDirectories(directory.resolve("jdk"));
        var checkout = new PaperCheckout(root.toRealPath(), jdk);
        Files.copy(LAUNCHER, root.resolve("perennial"));
        executable(root.resolve("perennial"), Files.readString(LAUNCHER));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(checkout.sources());
        executable(
                root.resolve("mvnw"),
                """
                #!/bin/sh
                sleep 0.3 # long enough for a second start to come
                mkdir -p stream-app/target
                printf '%s' "$PWD/pom.xml" > stream-app/target/classpath
                echo built >> builds
                """);
        executable(
                jdk.resolve("bin/java"),
                """
                #!/bin/sh
                case $1 in
                  -XshowSettings:properties) echo '    java.specification.version = VERSION' >&2 ;;
                  *) for argument; do echo "<$argument>"; done ;;
                esac
                """
                        .replace("VERSION", javaVersion));
        executable(jdk.resolve("bin/javac"), "#!/bin/sh\n");
        return checkout;
    }

    Path sources() {
        return root.resolve("stream-app/src/main/java");
    }

    int builds() throws IOException {
        Path builds = root.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds, UTF_8).size() : 0;
    }

    /** Starts the launcher of this checkout. */
    ChildProcess start(String log, String... arguments) throws IOException {
        return start(root.resolve("perennial"), log, arguments);
    }

    /** Starts it by another path, from another directory. */
    ChildProcess start(Path launcher, String log, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("env", "JAVA_HOME=" + jdk, launcher.toString()));
        command.addAll(List.of(arguments));
        return ChildProcess.start(root.resolveSibling(log), command);
    }

    /** Starts it, waits for its end and returns what it printed. */
    String run(String... arguments) throws IOException, InterruptedException {
        Path log = root.resolveSibling("log");
        Files.deleteIfExists(log);
        try (var launcher = start("log", arguments)) {
            int status = launcher.awaitExit(Duration.ofSeconds(30));
            return launcher.output() + "exit " + status;
        }
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("could not be made executable: " + file);
        }
    }
}
