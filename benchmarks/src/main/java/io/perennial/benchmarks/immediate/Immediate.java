// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code benchmarks/immediate/run}. */
@Command(
        name = "immediate",
        description = {
            "Sends the built-in example's digits at a steady rate through a broker in this JVM, and measures how long each event waits for",
            "its prediction: produced, which is when the broker appends it to its topic, in whole milliseconds; read, by a consumer that",
            "takes what is not committed; and committed. Four applications take turns: one that only passes records on, score.mode: batch,",
            "immediate without a new snapshot ever, and immediate with one after every step."
        },
        mixinStandardHelpOptions = true)
public final class Immediate implements Callable<Integer> {

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "events per second (default: ${DEFAULT-VALUE})")
    private double rate;

    @Option(
            names = "--linger",
            paramLabel = "MILLIS",
            defaultValue = "0",
            description = {
                "linger.ms of the producer that sends the events: how long one waits for more to be sent with it, which counts",
                "as waiting for its prediction; Kafka's own default is 5 (default: ${DEFAULT-VALUE})"
            })
    private int linger;

    @Option(
            names = "--warm",
            paramLabel = "SECONDS",
            defaultValue = "8",
            description = "before anything is measured (default: ${DEFAULT-VALUE})")
    private int warm;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--commit",
            paramLabel = "MILLIS",
            split = ",",
            defaultValue = "100,1000,5000",
            description = "values of publish.commit-interval (default: ${DEFAULT-VALUE})")
    private List<Integer> commits;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "nothing,batch,frozen,immediate",
            description = "which, and in which order (default: ${DEFAULT-VALUE})")
    private List<String> only;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "how often all of them take their turn, in one JVM; the table has the medians (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--produced-only",
            description = {
                "reads what is produced in the end, and not what is committed: consumers that read at once take their share of",
                "the processors and of the broker, which then is neither the application's nor the sender's"
            })
    private boolean producedOnly;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "a key of the configuration")
    private Map<String, String> set = Map.of();

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Immediate()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds refused: expected 1 or more, got " + rounds);
        }
        int passOver = (int) (rate * warm);
        // Drawn before any of them is sent: what it takes is nobody's who is measured.
        List<DigitEvent> events = Stream.generate(new DigitStream(1)::next)
                .limit(passOver + (int) (rate * seconds))
                .toList();
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (int commit : commits) {
                Trial trial = new Trial(rate, linger, Duration.ofMillis(commit), events, passOver, !producedOnly, set);
                for (String name : only) {
                    Row row = run(trial, name);
                    rows.computeIfAbsent(row.name(), first -> new ArrayList<>()).add(row);
                }
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(Row.table(rows.values()));
        out.flush();
        return 0;
    }

    private static Row run(Trial trial, String name) throws IOException, InterruptedException {
        return switch (name) {
            case "nothing" -> trial.nothing();
            case "batch" -> trial.service("batch");
            case "frozen" ->
                trial.service(
                        "immediate, no new snapshot", "score.mode", "immediate", "score.snapshot-interval", "1000000");
            case "immediate" -> trial.service("immediate", "score.mode", "immediate");
            default ->
                throw new IllegalArgumentException(
                        "--only refused: expected nothing, batch, frozen or immediate, got " + name);
        };
    }
}
