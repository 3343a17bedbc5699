// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.restore;

import io.perennial.benchmarks.quality.GeneratedSection;
import io.perennial.broker.EmbeddedKafka;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/restore/run}: how long is a partition silent when its instance is gone? */
@Command(
        name = "benchmarks/restore/run",
        description = {
            "Fills the weights of a few partitions on an embedded broker, takes their instance away, and measures how long they",
            "take to come back: read from the changelog by a new instance, and taken over from a standby replica. Takes about",
            "two minutes."
        },
        mixinStandardHelpOptions = true)
public final class Restore implements Callable<Integer> {

    private static final String COMMAND = "benchmarks/restore/run --page";

    @Option(
            names = "--mib",
            paramLabel = "SIZE",
            split = ",",
            defaultValue = "0,0.1,1,10,50",
            description = "sizes of what each partition has learned, comma-separated (default: ${DEFAULT-VALUE})")
    private List<Double> sizes;

    @Option(names = "--partitions", paramLabel = "N", defaultValue = "4", description = "default: ${DEFAULT-VALUE}")
    private int partitions;

    @Option(
            names = "--saves",
            paramLabel = "N",
            defaultValue = "4",
            description = "how often everything is saved before (default: ${DEFAULT-VALUE})")
    private int saves;

    @Option(names = "--page", paramLabel = "FILE", description = "writes the table into docs/howto/upgrade.md, too")
    private Path page;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Restore()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Row> rows = new ArrayList<>();
        try (EmbeddedKafka broker = EmbeddedKafka.start()) {
            for (double mib : sizes) {
                int floats = Math.max(1, (int) Math.round(mib * (1 << 20) / Float.BYTES));
                try (Trial trial = new Trial(broker, partitions, floats)) {
                    rows.add(trial.run(saves));
                }
            }
        }
        String table = Row.table(rows, partitions, saves);
        PrintWriter out = spec.commandLine().getOut();
        out.print(table);
        out.flush();
        if (page != null) {
            GeneratedSection.write(page, GeneratedSection.begin(COMMAND), table);
        }
        return 0;
    }
}
