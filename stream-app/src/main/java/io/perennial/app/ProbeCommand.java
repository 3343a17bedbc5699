// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.config.Settings;
import io.perennial.probe.Behind;
import io.perennial.probe.ProbeEvent;
import io.perennial.probe.RoundTrip;
import io.perennial.record.DeadLetter;
import io.perennial.topology.Topics;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code perennial probe}: whether a running application answers. */
@Command(
        name = "probe",
        description = {
            "Sends one event to a running application and waits for its prediction.",
            "The event is the first of the bundle's probe batch, or the middle of its input contract. It is an event as any",
            "other: it is scored, stands on the topics under an id that begins with perennial-probe-, and is learned from",
            "as one event of its batch."
        },
        footer =
                "Exit status: 0 once the prediction is there, 1 where it did not come, 2 for a refused argument or setting.",
        mixinStandardHelpOptions = true)
final class ProbeCommand implements Callable<Integer> {

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeOption.class,
            description = "how long the prediction is waited for (default: ${DEFAULT-VALUE})")
    private Duration timeout;

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "where the event is sent to (default: any partition of record.topic)")
    private Integer partition;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Bundles.Configured configured = config.configured();
        Settings settings = configured.settings();
        Topics topics = Options.topics(settings);
        PrintWriter out = spec.commandLine().getOut();
        try (RoundTrip trip =
                new RoundTrip(settings.kafka(), List.of(topics.predictions(), topics.deadLetter()), timeout)) {
            int partitions = trip.partitions(topics.events());
            if (partition != null && (partition < 0 || partition >= partitions)) {
                throw new IllegalArgumentException("--partition refused: expected one of the " + partitions
                        + " partitions of " + topics.events() + ", counted from 0, got " + partition);
            }
            String id = "perennial-probe-" + UUID.randomUUID();
            long start = System.nanoTime();
            RecordMetadata sent =
                    trip.send(topics.events(), Optional.ofNullable(partition), id, ProbeEvent.of(configured.bundle()));
            out.println("sent " + id + " to " + sent.topic() + "-" + sent.partition() + ", offset " + sent.offset());
            out.flush();
            Optional<ConsumerRecord<byte[], byte[]>> answer = trip.answer(id, timeout);
            if (answer.isEmpty()) {
                out.println("no prediction within " + timeout.toMillis() / 1000.0 + " s: "
                        + Behind.explain(
                                settings.kafka(),
                                settings.application().id(),
                                new TopicPartition(sent.topic(), sent.partition()),
                                sent.offset()));
                out.flush();
                return 1;
            }
            return tell(answer.get(), topics, (System.nanoTime() - start) / 1e9, out);
        }
    }

    private static int tell(ConsumerRecord<byte[], byte[]> answer, Topics topics, double seconds, PrintWriter out) {
        boolean predicted = answer.topic().equals(topics.predictions());
        out.printf(
                Locale.ROOT,
                "%s after %.3f s, on %s-%d, offset %d%n",
                predicted ? "prediction" : "dead letter",
                seconds,
                answer.topic(),
                answer.partition(),
                answer.offset());
        out.println(
                predicted
                        ? new String(answer.value(), UTF_8)
                        : header(answer, DeadLetter.MESSAGE)
                                + "; does the application run the bundle of this configuration?");
        out.flush();
        return predicted ? 0 : 1;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
