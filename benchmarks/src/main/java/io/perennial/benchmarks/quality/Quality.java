// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.quality;

import io.perennial.adaptation.method.MethodSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/quality/run}: does adapting help, and is it safe? */
@Command(
        name = "benchmarks/quality/run",
        description = "Runs adaptation methods on streams as they really are, and compares them with doing nothing.",
        footer = "Exit status: 0 when done, 1 for a failure or a bar that is not reached, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
public final class Quality implements Callable<Integer> {

    private static final int NOT_REACHED = 1;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the recorded streams: a folder with cifar10c/ and tabular/, see benchmarks/README.md")
    private Path data;

    @Option(
            names = "--scenario",
            paramLabel = "ID",
            split = ",",
            defaultValue = "*",
            description = "scenarios, comma-separated; * and ? stand for any characters (default: all)")
    private List<String> scenarios;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "default,peers",
            description = {
                "methods, comma-separated; frozen is always among them (default: ${DEFAULT-VALUE})",
                "default: frozen, norm and perennial",
                "peers: the methods people compare, where their scenarios are"
            })
    private List<String> methods;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "runs the named methods with this key of the configuration instead of as published; needs --as")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--as", paramLabel = "NAME", description = "name of what --set makes of the one --method")
    private String as;

    @Option(
            names = "--seed",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,2,3,4,5",
            description = "seeds, comma-separated (default: ${DEFAULT-VALUE})")
    private List<Long> seeds;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "${env:PERENNIAL_LAUNCH_ROOT:-.}/benchmarks/results/quality.json",
            description = "rows are merged into it as they are measured (default: benchmarks/results/quality.json)")
    private Path out;

    @Option(names = "--again", description = "measures again what the file has")
    private boolean again;

    @Option(names = "--table", description = "writes the results' table into the page, and ends")
    private boolean table;

    @Option(
            names = "--page",
            paramLabel = "FILE",
            defaultValue = "${env:PERENNIAL_LAUNCH_ROOT:-.}/docs/quality.md",
            description = "where the table stands (default: docs/quality.md)")
    private Path page;

    @Option(
            names = "--check",
            description = "says of each bar whether the results reach it, and ends; --as names another than perennial")
    private boolean check;

    @Option(names = "--list", description = "prints the scenarios and ends")
    private boolean list;

    @Spec
    private CommandSpec spec;

    private Quality() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Quality());
        line.setExecutionExceptionHandler((exception, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText(exception.getMessage()));
            return exception instanceof IllegalArgumentException ? 2 : 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        List<Scenario> chosen = Scenario.matching(scenarios);
        if (list) {
            chosen.forEach(scenario -> print.println(scenario));
            print.flush();
            return 0;
        }
        Results results = Results.read(out);
        if (table) {
            GeneratedSection.write(page, QualityTable.of(results));
        }
        if (check) {
            return check(results, print);
        }
        if (!table) {
            measure(chosen, results, print);
        }
        return 0;
    }

    private int check(Results results, PrintWriter print) {
        List<Bar.Verdict> verdicts = Bars.of(as == null ? Contender.DEFAULT : as).stream()
                .map(bar -> bar.judge(results, Bars.SEEDS))
                .toList();
        verdicts.forEach(verdict -> print.println(verdict.line()));
        long reached = verdicts.stream().filter(Bar.Verdict::reached).count();
        print.println(reached + " of " + verdicts.size() + " bars reached");
        print.flush();
        return reached == verdicts.size() ? 0 : NOT_REACHED;
    }

    private void measure(List<Scenario> chosen, Results results, PrintWriter print) throws IOException {
        refuse();
        new Benchmark(data, results, seeds, again, this::contenders, print).run(chosen);
    }

    private void refuse() {
        if (data == null) {
            throw new IllegalArgumentException(
                    "--data refused: expected a folder with cifar10c/ and tabular/, got none;"
                            + " benchmarks/README.md says how it is laid out");
        }
        for (String name : methods) {
            if (!MethodSpec.NAMES.contains(name) && !List.of("default", "peers").contains(name)) {
                throw new IllegalArgumentException("--method refused: expected default, peers or one of "
                        + MethodSpec.NAMES + ", got \"" + name + "\"");
            }
        }
        boolean one = methods.size() == 1 && MethodSpec.NAMES.contains(methods.get(0));
        if ((as != null || !set.isEmpty()) && (as == null || !one || MethodSpec.NAMES.contains(as))) {
            throw new IllegalArgumentException(
                    "--set refused: expected one --method and a new name by --as, got " + methods + " and " + as);
        }
    }

    private List<Contender> contenders(Scenario scenario) {
        if (as == null) {
            return Contender.of(methods, scenario);
        }
        List<Contender> contenders = new ArrayList<>(Contender.of(List.of(), scenario));
        contenders.add(new Contender(as, methods.get(0), set));
        return contenders;
    }
}
