// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.config.Settings;
import io.perennial.control.Acknowledgements;
import io.perennial.control.Command;
import io.perennial.control.ControlSender;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perennial control}: asks a running application for something. */
@picocli.CommandLine.Command(
        name = "control",
        description = {
            "Asks a running application for something, by its control topic (record.control-topic).",
            "pause     predicts on, without learning",
            "resume    learns again",
            "reset     goes back to the source",
            "rollback  goes back to a checkpoint of the store",
            "promote   makes what one partition has learned a new version of the bundle in the store"
        },
        footer =
                "Exit status: 0 once every partition has done it, 1 where one refused or did not answer, 2 for a refused argument.",
        mixinStandardHelpOptions = true)
final class ControlCommand implements Callable<Integer> {

    @Parameters(paramLabel = "COMMAND", description = "pause, resume, reset, rollback or promote")
    private Command.Kind kind;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description = {
                "where a rollback goes: a checkpoint's version as `perennial store ls` shows it,",
                "step:N for the newest one at or before that step of each partition,",
                "or time:INSTANT for the newest one made by then, such as time:2026-11-24T12:00:00Z;",
                "of a promotion the bundle's new version"
            })
    private String to;

    @Option(names = "--partition", paramLabel = "N", description = "only this one (default: all); a promotion needs it")
    private Integer partition;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "who asks, for the audit (default: ${DEFAULT-VALUE})")
    private String by;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long answers are waited for; 0 for not at all (default: ${DEFAULT-VALUE})")
    private int within;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = config.settings();
        String topic = Options.topics(settings).control();
        if (topic == null) {
            throw new IllegalArgumentException(
                    "control refused: expected a control topic, got none; set record.control-topic and start the application"
                            + " again");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Acknowledgements answers = new Acknowledgements(
                        settings.kafka(), settings.publish().driftTopic());
                ControlSender sender = new ControlSender(settings.kafka(), topic, Clock.systemUTC())) {
            int partitions = answers.partitions(settings.record().topic());
            if (partition != null && (partition < 0 || partition >= partitions)) {
                throw new IllegalArgumentException("--partition refused: expected one of the " + partitions
                        + " partitions of " + settings.record().topic() + ", counted from 0, got " + partition);
            }
            Command sent = sender.send(kind, Optional.ofNullable(partition), to, by);
            out.println(sent.kind().tag() + " asked by " + sent.by() + " at " + sent.time() + ", id " + sent.id());
            out.flush();
            int expected = partition != null ? 1 : partitions;
            return within == 0 ? 0 : await(sent, expected, answers, out);
        }
    }

    private int await(Command sent, int expected, Acknowledgements answers, PrintWriter out) {
        long end = System.nanoTime() + Duration.ofSeconds(within).toNanos();
        boolean all = true;
        for (int answered = 0; answered < expected; answered++) {
            Optional<JsonNode> answer = answers.next(sent.id(), Duration.ofNanos(end - System.nanoTime()));
            if (answer.isEmpty()) {
                out.printf(
                        Locale.ROOT,
                        "%d of %d partitions answered within %d s; the others do it when they run%n",
                        answered,
                        expected,
                        within);
                out.flush();
                return 1;
            }
            JsonNode event = answer.get();
            all &= event.path("outcome").asText().equals("applied");
            out.printf(
                    Locale.ROOT,
                    "partition %d: %s, step %d (%s) -> step %d (%s)%s%n",
                    event.path("partition").asInt(),
                    event.path("outcome").asText(),
                    event.at("/from/step").asLong(),
                    event.at("/from/lineage").asText(),
                    event.at("/to/step").asLong(),
                    event.at("/to/lineage").asText(),
                    event.has("reason") ? ": " + event.path("reason").asText() : "");
            out.flush();
        }
        return all ? 0 : 1;
    }
}
