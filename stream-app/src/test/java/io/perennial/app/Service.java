// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.harness.ChildProcess;
import io.perennial.topology.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of the service under test, and how to start it.
 *
 * @param keys as in the configuration file, flat
 */
public record Service(Map<String, String> keys) {

    /** The default names, so that equal events have equal lineages wherever they are replayed. */
    public static final Topics TOPICS = topics("perennial");

    public static final int BATCH = 32;

    /** A small heap and a quick start: nothing here runs for long. */
    static final List<String> JVM = List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            // As it is deployed: the tests' own logging is the first on the class path.
            "-Dlog4j2.configurationFile=log4j2.xml");

    public static Service on(String bootstrapServers, Path stateDirectory) {
        return new Service(Map.of(
                        "bundle",
                        Bundles.BUILTIN,
                        "kafka.bootstrap.servers",
                        bootstrapServers,
                        "kafka.state.dir",
                        stateDirectory.toString(),
                        "record.max-bytes",
                        Integer.toString(BadEvent.MAX_BYTES),
                        "tensor.batch-size",
                        Integer.toString(BATCH),
                        "tensor.max-wait",
                        "300ms",
                        // Several processes share the processors, and libtorch's threads wait for each other actively.
                        "score.threads",
                        "1",
                        "observe.port",
                        "0"))
                // What is learned must not depend on how fast the machine is; RationIT asks for it.
                .with("adapt.ration.enabled", "false")
                // A partition of a member that is gone is taken over after seconds, not after the default of 45.
                .with("kafka.session.timeout.ms", "6000", "kafka.heartbeat.interval.ms", "500");
    }

    /** The same with other settings, as key, value, key, value. */
    public Service with(String... overrides) {
        Map<String, String> all = new TreeMap<>(keys);
        for (int i = 0; i < overrides.length; i += 2) {
            all.put(overrides[i], overrides[i + 1]);
        }
        return new Service(all);
    }

    /** The names of an application of its own, without labels and commands. */
    public static Topics topics(String application) {
        return new Topics(
                application + ".events",
                null,
                application + ".predictions",
                application + ".uncertainty",
                application + ".drift",
                application + ".dead-letter");
    }

    /** Starts it in this JVM. */
    PerennialApp open() throws IOException {
        Bundles.Configured configured = Bundles.configure(keys, Map.of());
        return PerennialApp.start(configured.settings(), configured.bundle());
    }

    /** Starts it as a process: {@code perennial run --config FILE} and more options, with its log beside the file. */
    ChildProcess start(Path directory, String... options) throws IOException {
        return start(directory, List.of(), options);
    }

    /** The same with options of the JVM. */
    public ChildProcess start(Path directory, List<String> jvm, String... options) throws IOException {
        return command(directory, directory.resolve("service.log"), jvm, "run", options);
    }

    /** The same in an environment that has more, as NAME=value. */
    public ChildProcess startUnder(Path directory, List<String> environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(ChildProcess.javaCommand(JVM, Main.class.getName(), arguments(directory, "run")));
        return ChildProcess.start(directory.resolve("service.log"), command);
    }

    /** Any command that takes the configuration, as a process of its own. */
    public ChildProcess command(Path directory, Path log, List<String> jvm, String name, String... options)
            throws IOException {
        return ChildProcess.java(
                log,
                Stream.concat(JVM.stream(), jvm.stream()).toList(),
                Main.class.getName(),
                arguments(directory, name, options));
    }

    private String[] arguments(Path directory, String name, String... options) throws IOException {
        Path config = directory.resolve("perennial.yaml");
        Files.writeString(
                config,
                keys.entrySet().stream()
                        .map(key -> key.getKey() + ": \"" + key.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        return Stream.concat(Stream.of(name, "--config", config.toString()), Stream.of(options))
                .toArray(String[]::new);
    }
}
