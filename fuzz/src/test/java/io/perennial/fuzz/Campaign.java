// SPDX-License-Identifier: Apache-2.0
package io.perennial.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Runs Jazzer on one target after the other, each in a JVM of its own: an input that ends a JVM ends one target. */
final class Campaign {

    /** Of other people's, what our readers read with. Jackson's binding has more classes than all the others together. */
    private static final String INSTRUMENTED = "io.perennial.**:com.fasterxml.jackson.core.**"
            + ":com.fasterxml.jackson.dataformat.**:org.yaml.snakeyaml.**:com.google.protobuf.**:ai.onnx.proto.**";

    private static final String NOT_INSTRUMENTED =
            "io.perennial.fuzz.**:org.apache.**:com.fasterxml.jackson.databind.**" + ":io.smallrye.**:org.objectweb.**";

    /**
     * Of the class path, what readers need: Jazzer searches all of it for every class that it instruments, and with libtorch,
     * the servers and their tools a target would take two minutes to begin.
     */
    private static final Pattern NEEDED = Pattern.compile(
            "(jackson-(core|databind|annotations|dataformat)|snakeyaml|protobuf-java|tribuo-util-onnx|kafka-clients"
                    + "|kafka-streams-\\d|slf4j-api|log4j-|smallrye-|asm-|microprofile-config|jboss-logging|jakarta.annotation"
                    + "|micrometer-|resilience4j-|jazzer-).*");

    private static final Path WORK = Path.of("target", "fuzz");

    /** Beyond it readers do what they have done before, and fewer inputs come to their turn. */
    private static final int LONGEST_INPUT = 4096;

    private final long runs;
    private final long seconds;

    /**
     * @param runs executions of each target
     * @param seconds for each target where more than 0, whatever the runs are then
     */
    Campaign(long runs, long seconds) {
        this.runs = runs;
        this.seconds = seconds;
    }

    /** Whether Jazzer has a driver for this machine: Linux and macOS on both processors, Windows on x86-64. */
    static boolean isPossible() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String os = system.startsWith("mac") ? "macos" : system.startsWith("win") ? "windows" : "linux";
        String arch = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
        String library = os.equals("windows")
                ? "jazzer_driver.dll"
                : "libjazzer_driver." + (os.equals("macos") ? "dylib" : "so");
        return Campaign.class.getResource(
                        "/com/code_intelligence/jazzer/driver/jazzer_driver_" + os + "_" + arch + "/" + library)
                != null;
    }

    Result run(String target) throws Exception {
        Path directory = Files.createDirectories(WORK.resolve(target));
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        for (Map.Entry<String, byte[]> input : Corpus.of(target).entrySet()) {
            Files.write(corpus.resolve(input.getKey()), input.getValue());
        }
        List<String> options = new ArrayList<>(List.of("-print_final_stats=1"));
        options.add(seconds > 0 ? "-max_total_time=" + seconds : "-runs=" + runs);
        options.add(corpus.toString());
        Path said = jazzer(target, directory, options);
        return Result.of(target, Files.readAllLines(said), Corpus.files(directory.resolve("found")));
    }

    /** The fewest inputs that reach all that those of the campaigns reach. */
    Collection<byte[]> least(String target) throws IOException, InterruptedException {
        Path directory = WORK.resolve(target);
        Path least = Files.createDirectories(directory.resolve("least"));
        for (String old : Corpus.files(least).keySet()) {
            Files.delete(least.resolve(old));
        }
        String corpus = directory.resolve("corpus").toString();
        jazzer(target, directory, List.of("-merge=1", least.toString(), corpus));
        return Corpus.files(least).values();
    }

    /** Modules of the build are there as they lie in it, as directories or as jars. */
    static String classPath(String whole) {
        return Arrays.stream(whole.split(File.pathSeparator))
                .filter(entry -> {
                    Path path = Path.of(entry);
                    String name = String.valueOf(path.getFileName());
                    return Files.isDirectory(path)
                            || name.startsWith("perennial-")
                            || NEEDED.matcher(name).matches();
                })
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** @return what it said */
    private Path jazzer(String target, Path directory, List<String> options) throws IOException, InterruptedException {
        Path found = Files.createDirectories(directory.resolve("found"));
        Path said = directory.resolve(options.get(0).equals("-merge=1") ? "merge.log" : "fuzz.log");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-OmitStackTraceInFastThrow",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                classPath(System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Entry.class.getName(),
                "--target_args=" + target,
                "--instrumentation_includes=" + INSTRUMENTED,
                "--instrumentation_excludes=io.perennial.fuzz.**",
                "--custom_hook_excludes=" + NOT_INSTRUMENTED,
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + found + File.separator,
                "-max_len=" + LONGEST_INPUT,
                "-len_control=10",
                "-timeout=600", // by the clock, on whatever machine: the contract looks at the processor's time
                "-report_slow_units=600",
                "-rss_limit_mb=0"));
        command.addAll(options);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (!process.waitFor(12, TimeUnit.HOURS)) {
                throw new IOException("fuzzing refused: expected " + target + " to end within 12 h, got no end");
            }
        } finally {
            process.destroyForcibly();
        }
        return said;
    }
}
