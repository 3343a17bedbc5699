// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.compare;

import io.perennial.benchmarks.machine.Machine;
import io.perennial.benchmarks.process.ThisJvm;
import io.perennial.benchmarks.profile.Profile;
import io.perennial.benchmarks.profile.Profiler;
import io.perennial.benchmarks.quality.GeneratedSection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/compare/run}: a step beside PyTorch's, in turns. */
@Command(
        name = "benchmarks/compare/run",
        description = {
            "Measures a step of PETAL with all its views beside the same step in PyTorch,",
            "in turns, each round in a process of its own. It needs a Python with torch",
            "and numpy: python3 -m venv DIR && DIR/bin/pip install torch numpy, and then",
            "--python DIR/bin/python. All networks take half an hour, mlp alone two minutes."
        },
        mixinStandardHelpOptions = true)
public final class Compare implements Callable<Integer> {

    private static final String COMMAND = "benchmarks/compare/run --page";

    @Option(
            names = "--net",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "mlp,digits,resnet20,resnet20x4",
            description = "networks, comma-separated (default: ${DEFAULT-VALUE})")
    private List<Net> nets;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "events of a step (default: 64 of mlp and digits, else 200)")
    private Integer batch;

    @Option(names = "--views", paramLabel = "N", defaultValue = "32", description = "default: ${DEFAULT-VALUE}")
    private int views;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "of both (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "of each, in turns (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description =
                    "of a round, after a first one that does not count (default: 1000 of mlp, 300 of digits, else 1)")
    private Integer steps;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "a Python with torch and numpy (default: ${DEFAULT-VALUE})")
    private String python;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            defaultValue = "${env:PERENNIAL_LAUNCH_ROOT:-.}/benchmarks/compare/torch_baseline.py",
            description = "the step in PyTorch (default: benchmarks/compare/torch_baseline.py)")
    private Path baseline;

    @Option(
            names = "--stream",
            description = "the built-in example's stream, too: error and speed with views of unsure events alone")
    private boolean stream;

    @Option(names = "--profile", paramLabel = "FILE", description = "a JFR recording of one more round of ours")
    private Path profile;

    @Option(names = "--result", paramLabel = "FILE", description = "writes all of it into a page of its own")
    private Path result;

    @Option(names = "--page", paramLabel = "FILE", description = "writes the table into docs/performance.md, too")
    private Path page;

    @Spec
    private CommandSpec spec;

    private Compare() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Compare())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        StringBuilder text = new StringBuilder(Machine.here().markdown()).append("\n\n");
        text.append(ThisJvm.output(ThisJvm.command(Limits.class, List.of(), List.of(Integer.toString(threads)))))
                .append('\n');
        out.print(text);
        out.print(Bout.HEADING);
        out.flush();
        text.append(Bout.HEADING);
        String engines = "";
        for (Net net : nets) {
            Bout bout = bout(net);
            engines = bout.ours().get(0).what() + " against "
                    + bout.theirs().get(0).what();
            text.append(bout.row());
            out.print(bout.row());
            out.flush();
        }
        if (stream) {
            String rows = streams();
            text.append('\n').append(rows);
            out.print('\n' + rows);
        }
        text.append('\n').append(engines).append(", ").append(rounds).append(" rounds of each.\n");
        if (profile != null) {
            Said.of(steps(nets.get(0), List.of(Profiler.JFR.option(profile))));
            text.append("\nOur part of a round of ").append(nets.get(0).word()).append(":\n\n");
            text.append(Profile.read(profile).table(12));
        }
        out.println(engines);
        if (result != null) {
            Files.writeString(result, "# A step beside PyTorch's\n\n" + text);
        }
        if (page != null) {
            GeneratedSection.write(page, GeneratedSection.begin(COMMAND), text.toString());
        }
        return 0;
    }

    private Bout bout(Net net) throws IOException, InterruptedException {
        List<Said> ours = new ArrayList<>();
        List<Said> theirs = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                ours.add(Said.of(steps(net, List.of())));
                theirs.add(Said.of(script(net)));
            } else {
                theirs.add(Said.of(script(net)));
                ours.add(Said.of(steps(net, List.of())));
            }
        }
        Said nothing = Said.of(ThisJvm.command(Steps.class, List.of(), List.of(Steps.NOTHING, "1", "1", "1000", "1")));
        return new Bout(net, size(net), views, threads, ours, theirs, nothing);
    }

    /** The built-in example's stream, with as many views as ever and with those of unsure events, beside PyTorch's every view. */
    private String streams() throws IOException, InterruptedException {
        Net net = Net.DIGITS;
        List<Said> theirs = new ArrayList<>();
        Map<Streamed.Views, List<Said>> ours = new EnumMap<>(Streamed.Views.class);
        for (int round = 0; round < rounds; round++) {
            theirs.add(Said.of(script(net)));
            for (Streamed.Views which : Streamed.Views.values()) {
                ours.computeIfAbsent(which, w -> new ArrayList<>())
                        .add(Said.of(ThisJvm.command(
                                Streamed.class,
                                List.of(),
                                List.of(
                                        which.name(),
                                        Integer.toString(views),
                                        Integer.toString(size(net)),
                                        Integer.toString(threads)))));
            }
        }
        StringBuilder text = new StringBuilder(Bout.STREAM_HEADING);
        ours.forEach((which, said) -> text.append(new Bout(net, size(net), views, threads, said, theirs, null)
                .streamRow(which.name().toLowerCase(Locale.ROOT))));
        return text.toString();
    }

    private int size(Net net) {
        return batch == null ? net.batch() : batch;
    }

    private String count(Net net) {
        return Integer.toString(steps == null ? net.steps() : steps);
    }

    private List<String> steps(Net net, List<String> options) {
        return ThisJvm.command(
                Steps.class,
                options,
                List.of(
                        net.name(),
                        Integer.toString(size(net)),
                        Integer.toString(views),
                        count(net),
                        Integer.toString(threads)));
    }

    private List<String> script(Net net) {
        return List.of(
                python,
                baseline.toString(),
                "--net",
                net.word(),
                "--batch",
                Integer.toString(size(net)),
                "--views",
                Integer.toString(views),
                "--steps",
                count(net),
                "--threads",
                Integer.toString(threads));
    }
}
