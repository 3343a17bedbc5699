// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.engines;

import io.perennial.benchmarks.quality.GeneratedSection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/engines/run}: the table of docs/howto/engines.md. */
@Command(
        name = "benchmarks/engines/run",
        description = {
            "Measures a step of PETAL without views, all parameters learning, on one",
            "engine and on another: each in a process of its own, in turns, with a",
            "process beside them that does nothing. Takes some four minutes."
        },
        mixinStandardHelpOptions = true)
public final class Engines implements Callable<Integer> {

    private static final String COMMAND = "benchmarks/engines/run --page";

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "torch,nd4j",
            description = "comma-separated; the others are compared with the first (default: ${DEFAULT-VALUE})")
    private List<String> engines;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "mlp,resnet20",
            description = "comma-separated (default: ${DEFAULT-VALUE})")
    private List<Subject> models;

    @Option(
            names = "--batch",
            paramLabel = "N",
            split = ",",
            defaultValue = "64",
            description = "events of a batch, comma-separated (default: ${DEFAULT-VALUE})")
    private List<Integer> batches;

    @Option(
            names = "--threads",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,0",
            description = "within one operator, comma-separated; 0 for one per processor (default: ${DEFAULT-VALUE})")
    private List<Integer> threads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "20",
            description = "of each engine (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "0.75",
            description = "that a round takes, about (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "5",
            description = "seconds of each engine before the first round (default: ${DEFAULT-VALUE})")
    private double warmUp;

    @Option(names = "--page", paramLabel = "FILE", description = "writes the table into docs/howto/engines.md, too")
    private Path page;

    @Spec
    private CommandSpec spec;

    private Engines() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Engines())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<String> all =
                Stream.concat(engines.stream(), Stream.of(Worker.NOTHING)).toList();
        var effort = new Match.Effort(rounds, seconds, warmUp);
        List<List<Outcome>> outcomes = new ArrayList<>();
        for (Subject model : models) {
            for (int batch : batches) {
                for (int count : threads) {
                    outcomes.add(new Match(model, batch, count).play(all, effort));
                }
            }
        }
        String text = heading(outcomes) + "\n" + Table.of(outcomes);
        out.print(text);
        out.flush();
        if (page != null) {
            GeneratedSection.write(page, GeneratedSection.begin(COMMAND), text);
        }
        return 0;
    }

    /** What the figures depend on beside the engines. */
    private String heading(List<List<Outcome>> outcomes) {
        String descriptions = outcomes.stream()
                .flatMap(List::stream)
                .filter(outcome -> !outcome.isBaseline())
                .map(outcome -> outcome.ready().engine())
                .distinct()
                .collect(Collectors.joining(", "));
        String parameters = outcomes.stream()
                .map(match -> match.get(0))
                .map(outcome -> String.format(
                        Locale.ROOT,
                        "%s %,d",
                        outcome.match().subject().word(),
                        outcome.ready().parameters()))
                .distinct()
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "%s. Parameters: %s. %d rounds of about %s s after %s s of warm-up; %s %s, %d processors, OPENBLAS_CORETYPE %s,"
                        + " OPENBLAS_NUM_THREADS %s; a heap of %d MiB in every process.%n",
                descriptions,
                parameters,
                rounds,
                seconds,
                warmUp,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getenv().getOrDefault("OPENBLAS_CORETYPE", "not set"),
                System.getenv().getOrDefault("OPENBLAS_NUM_THREADS", "not set"),
                WorkerProcess.HEAP);
    }
}
