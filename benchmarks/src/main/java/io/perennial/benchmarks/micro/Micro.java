// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.micro;

import io.perennial.benchmarks.machine.Machine;
import io.perennial.benchmarks.profile.Profile;
import io.perennial.benchmarks.profile.Profiler;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code benchmarks/micro/run}: times of the hot paths, with what they allocate and where their time goes. */
@Command(
        name = "benchmarks/micro/run",
        description = {
            "Measures the hot paths with JMH, each class beside a benchmark that does",
            "nothing, and ends with a table of times, of ratios, and of bytes that an",
            "operation allocates on the heap. What this command does not know goes to JMH."
        },
        mixinStandardHelpOptions = true)
public final class Micro implements Callable<Integer> {

    /** Name of the do-nothing benchmark that every class has. */
    static final String BASELINE = "nothing";

    /** Rows of a table of frames. */
    private static final int FRAMES = 10;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {
                "jfr or async: where the time went, as a table of frames for each benchmark;",
                "async also sees native code. Times are a little longer under it"
            })
    private Profiler profiler;

    @Option(
            names = "--result",
            paramLabel = "FILE",
            description = "adds the tables to this file, which begins with what the machine is")
    private Path result;

    @Parameters(
            arity = "0..*",
            paramLabel = "JMH",
            description = "regular expressions of benchmarks, and JMH's options (-f, -i, -p, ...)")
    private List<String> jmh = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    private Micro() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Micro())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUnmatchedOptionsArePositionalParams(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path recordings = Files.createTempDirectory("perennial-micro-");
        List<String> options = new ArrayList<>(jmh);
        options.addAll(List.of("-prof", profiler == null ? "gc" : profiler.jmh(recordings)));
        Collection<RunResult> results = new Runner(new CommandLineOptions(options.toArray(String[]::new))).run();
        if (results.isEmpty()) {
            spec.commandLine().getErr().println("benchmarks refused: expected some that run, got none; see JMH above");
            return 1;
        }
        StringBuilder text = new StringBuilder();
        if (profiler == null) {
            text.append(MicroTable.of(results)).append('\n');
        } else {
            for (RunResult one : results) {
                for (Path recording : recordings(recordings, one)) {
                    text.append(MicroTable.of(one, Profile.read(recording), FRAMES));
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print("\n" + text);
        out.flush();
        if (result != null) {
            write(text.toString());
        }
        return 0;
    }

    /** JMH names a directory after the benchmark, its mode and its parameters. */
    private static List<Path> recordings(Path directory, RunResult result) throws IOException {
        String begin = result.getParams().id().replaceAll("[^A-Za-z0-9.-]", "_");
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(file -> file.toString().endsWith(".jfr"))
                    .filter(file -> directory
                            .relativize(file)
                            .getName(0)
                            .toString()
                            .replaceAll("[^A-Za-z0-9.-]", "_")
                            .equals(begin))
                    .toList();
        }
    }

    private void write(String text) throws IOException {
        if (!Files.exists(result)) {
            Files.writeString(result, "# Micro benchmarks\n\n" + Machine.here().markdown() + "\n");
        }
        Files.writeString(result, text, StandardOpenOption.APPEND);
    }
}
