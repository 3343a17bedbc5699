// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.endtoend;

import io.perennial.benchmarks.profile.Profile;
import io.perennial.benchmarks.profile.Profiler;
import io.perennial.benchmarks.quality.GeneratedSection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/endtoend/run}: what the way through Kafka costs. */
@Command(
        name = "benchmarks/endtoend/run",
        description = {
            "Streams a full topic through the topology on an embedded broker, exactly once, and measures events per second and",
            "how long a prediction takes at a fixed rate; beside it a topology that only passes records on, one that only scores",
            "with ONNX Runtime, and the same method fed from memory. They run in turns, after each has run for a while.",
            "Contenders: passes, onnx, frozen, perennial, petal-fim, petal-fim-views."
        },
        mixinStandardHelpOptions = true)
public final class EndToEnd implements Callable<Integer> {

    private static final String COMMAND = "benchmarks/endtoend/run --page";
    /** As long as the topic lasts, but no longer. */
    private static final Duration ALL = Duration.ofSeconds(10);

    private static final int DIFFERENT_EVENTS = 64_000;
    private static final int FRAMES = 20;
    private static final Supplier<Profiler.Running> UNPROFILED = () -> () -> {};

    @Option(
            names = "--contender",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "passes,onnx,frozen,perennial,petal-fim,petal-fim-views",
            description = "default: ${DEFAULT-VALUE}")
    private List<Contender> contenders;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            split = ",",
            defaultValue = "1,4",
            description = "default: ${DEFAULT-VALUE}")
    private List<Integer> partitions;

    @Option(names = "--payload", defaultValue = "binary", description = "binary or json (default: ${DEFAULT-VALUE})")
    private Payload payload;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "500000",
            description = "in the topic (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--settle",
            paramLabel = "S",
            defaultValue = "20",
            description =
                    "each contender runs for so long first, until the JVM has compiled it (default: ${DEFAULT-VALUE})")
    private int settle;

    @Option(
            names = "--warm",
            paramLabel = "MS",
            defaultValue = "1000",
            description = "of each round that do not count (default: ${DEFAULT-VALUE})")
    private int warm;

    @Option(
            names = "--measure",
            paramLabel = "MS",
            defaultValue = "2500",
            description = "that do (default: ${DEFAULT-VALUE})")
    private int measure;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "events per second while latency is measured, 0 not to (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "of the configuration, for every contender of ours")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Option(
            names = "--beside",
            paramLabel = "KEY=VALUE",
            description = "each contender runs with this, too, in turns with itself without")
    private Map<String, String> beside = new LinkedHashMap<>();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            description =
                    "records the last round of each contender with Java Flight Recorder and prints where its time went")
    private Path profiles;

    @Option(names = "--page", paramLabel = "FILE", description = "writes the table into docs/performance.md, too")
    private Path page;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new EndToEnd())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Contender.class, Contender::named)
                .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        if (payload != Payload.BINARY && contenders.contains(Contender.ONNX)) {
            throw new IllegalArgumentException(
                    "--payload refused: expected binary for onnx, which reads nothing else, got " + payload.word()
                            + "; leave it out of --contender");
        }
        if (contenders.size() > 1) {
            Apart.Said said = new Apart(spec.commandLine().getParseResult()).run(contenders, this::progress);
            report(Row.heading(payload, rounds, rate) + said.rows(), said.profiles());
            return 0;
        }
        List<Row> rows = new ArrayList<>();
        StringBuilder summaries = new StringBuilder();
        float[] values = Perceptron.events(DIFFERENT_EVENTS);
        try (Cluster cluster = Cluster.start();
                InProcess inProcess = InProcess.open(Integer.parseInt(keys.getOrDefault("score.threads", "0")))) {
            for (int count : partitions) {
                cluster.fill("events-" + count, count, events, payload, values);
                for (Contender contender : contenders) {
                    rows.add(new Row(contender, count, Map.of()));
                    if (!beside.isEmpty()) {
                        rows.add(new Row(contender, count, beside));
                    }
                }
            }
            for (Row row : rows) {
                settle(row, cluster, inProcess, values);
            }
            for (int round = 1; round <= rounds; round++) {
                for (Row row : rows) {
                    measure(row, round, cluster, inProcess, summaries, values);
                }
            }
        }
        report(
                Row.heading(payload, rounds, rate)
                        + rows.stream().map(Row::line).collect(Collectors.joining()),
                summaries.toString());
        return 0;
    }

    private void settle(Row row, Cluster cluster, InProcess inProcess, float... values) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settle);
        for (int run = 1; System.nanoTime() < end; run++) {
            String id = row.id() + "-settles-" + run;
            throughput(row, cluster).run(row.contender(), id, row.keys(keys), Duration.ofMillis(warm), ALL, UNPROFILED);
            if (!row.contender().isBare()) {
                inProcess.run(row.contender(), row.keys(keys), measure, values);
            }
        }
    }

    private Throughput throughput(Row row, Cluster cluster) {
        return new Throughput(cluster, "events-" + row.partitions(), row.partitions(), events);
    }

    private void measure(
            Row row, int round, Cluster cluster, InProcess inProcess, StringBuilder summaries, float... values)
            throws Exception {
        Contender contender = row.contender();
        String id = row.id() + "-" + round;
        boolean last = round == rounds;
        Path recording = profiles == null || !last ? null : file(id);
        row.through(throughput(row, cluster)
                .run(
                        contender,
                        id,
                        row.keys(keys),
                        Duration.ofMillis(warm),
                        Duration.ofMillis(measure),
                        recording == null ? UNPROFILED : () -> Profiler.JFR.start(recording)));
        if (!contender.isBare()) {
            row.inProcess(inProcess.run(contender, row.keys(keys), measure, values));
        }
        if (recording != null) {
            summaries
                    .append("\n## ")
                    .append(id)
                    .append("\n\n")
                    .append(Profile.read(recording).table(FRAMES));
        }
        if (rate > 0) {
            row.took(new Latency(cluster, row.partitions(), rate, Duration.ofMillis(warm), Duration.ofMillis(measure))
                    .run(contender, id + "-paced", row.keys(keys), payload, values));
        }
    }

    private Path file(String id) throws IOException {
        return Files.createDirectories(profiles).resolve(id + ".jfr");
    }

    private void progress(String row) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(row);
        err.flush();
    }

    private void report(String table, String profiles) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.print(profiles);
        out.flush();
        if (page != null) {
            GeneratedSection.write(page, GeneratedSection.begin(COMMAND), table);
        }
    }
}
