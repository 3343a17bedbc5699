// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import io.perennial.config.Settings;
import io.perennial.verify.TopicsRead;
import io.perennial.verify.VerifyReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial verify}: whether an application lost or doubled anything. */
@Command(
        name = "verify",
        description = {
            "Reads what entered and what left, and says whether every event up to this moment has exactly one outcome: a dead",
            "letter, or a prediction and an uncertainty, with its key, headers and time, in the order of the events; and whether",
            "the weights that answered only ever went forwards. It changes nothing, and the application may run meanwhile."
        },
        footer = {
            "lost          an event has no outcome, and a later one has",
            "duplicated    an event has several",
            "unknown       an outcome belongs to no event",
            "changed       key, headers or time, or the value of a dead letter, are not the event's",
            "out of order  outcomes came in another order than their events",
            "went back     an earlier step answered after a later one, further than --steps-back, without a command",
            "unlinked      with --every-step: weights do not follow from the batches that were answered",
            "Exit status: 0 if all is well, 1 if not or if events still wait, 2 for a refused argument or setting."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final long TELL_EVERY = Duration.ofSeconds(5).toNanos();

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeOption.class,
            description = "how long outcomes of the last events are waited for (default: ${DEFAULT-VALUE})")
    private Duration within;

    @Option(
            names = "--steps-back",
            paramLabel = "N",
            description = "steps that a crash may take back (default: adapt.checkpoint.steps)")
    private Long stepsBack;

    @Option(
            names = "--every-step",
            description =
                    "each batch is learned from, and its weights are written with it: asks that they follow from it")
    private boolean everyStep;

    @Option(names = "--json", paramLabel = "FILE", description = "also writes the report there")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (stepsBack != null && stepsBack < 0) {
            throw new IllegalArgumentException("--steps-back refused: expected 0 or more, got " + stepsBack);
        }
        Settings settings = config.settings();
        PrintWriter out = spec.commandLine().getOut();
        try (TopicsRead read = new TopicsRead(settings.kafka(), Options.topics(settings))) {
            read.read(within, progress(spec.commandLine().getErr()));
            long back = stepsBack == null ? settings.adapt().checkpoint().steps() : stepsBack;
            VerifyReport report = VerifyReport.of(read, back, everyStep);
            if (json != null) {
                report.write(json);
            }
            report.lines().forEach(out::println);
            out.flush();
            return report.passed() ? 0 : 1;
        }
    }

    private static LongConsumer progress(PrintWriter err) {
        long[] told = {System.nanoTime()};
        return records -> {
            long now = System.nanoTime();
            if (now - told[0] > TELL_EVERY) {
                told[0] = now;
                err.printf(Locale.ROOT, "%,d records read%n", records);
                err.flush();
            }
        };
    }
}
