// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.load;

import io.perennial.app.PerennialApp;
import io.perennial.benchmarks.model.Perceptron;
import io.perennial.broker.EmbeddedKafka;
import io.perennial.config.Settings;
import io.perennial.store.Bundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/load/run}: does adaptation give way to more load than it can take, and come back? */
@Command(
        name = "benchmarks/load/run",
        description = {
            "Measures how many events a second an application adapts to (petal-fim, 16 views of every event), sends it a multiple",
            "of that for some minutes, then half of it until all of the adaptation is back; and counts that each event was answered",
            "once. On an embedded broker, in one process."
        },
        mixinStandardHelpOptions = true)
public final class Load implements Callable<Integer> {

    private static final Duration WARM_UP = Duration.ofSeconds(15);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration RETURN = Duration.ofMinutes(10);
    private static final int BACKLOG_RATE = 20_000;

    @Option(
            names = "--minutes",
            defaultValue = "10",
            paramLabel = "N",
            description = "how long the load lasts (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--times",
            defaultValue = "2",
            paramLabel = "N",
            description = "the load, in multiples of what it adapts to (default: ${DEFAULT-VALUE})")
    private double times;

    @Option(
            names = "--parameters",
            defaultValue = "300000",
            paramLabel = "N",
            description = "of the perceptron, all of which learn (default: ${DEFAULT-VALUE})")
    private int parameters;

    @Option(
            names = "--lateness",
            defaultValue = "30s",
            paramLabel = "TIME",
            description = "adapt.ration.lateness (default: ${DEFAULT-VALUE})")
    private String lateness;

    @Spec
    private CommandSpec spec;

    private Load() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Load()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Bundle bundle = Perceptron.bundle(parameters);
        Path directory = Files.createTempDirectory("perennial-load-");
        try (EmbeddedKafka broker = EmbeddedKafka.start()) {
            double capacity = capacity(broker, bundle, directory);
            say(String.format(Locale.ROOT, "adapts to %.0f events a second%n%n%s", capacity, Sample.HEADING));
            return underLoad(broker, bundle, directory, capacity);
        } finally {
            delete(directory);
        }
    }

    /** Events a second with all of the adaptation, from a backlog. */
    private double capacity(EmbeddedKafka broker, Bundle bundle, Path directory) throws Exception {
        try (PerennialApp app = start(broker, bundle, directory, "capacity", "adapt.ration.enabled", "false");
                Sender sender = new Sender(broker.bootstrapServers(), "capacity.events", BACKLOG_RATE)) {
            Meters meters = new Meters(app.port());
            pass(WARM_UP);
            sender.rate(0);
            double before = answered(meters);
            long start = System.nanoTime();
            pass(MEASURED);
            double rate = (answered(meters) - before) / ((System.nanoTime() - start) / 1e9);
            if (sender.sent() <= answered(meters)) {
                throw new IllegalStateException("the backlog was too small; raise --parameters");
            }
            return rate;
        }
    }

    private static double answered(Meters meters) throws IOException, InterruptedException {
        return meters.read().count("perennial_publish_predictions_events_total");
    }

    private int underLoad(EmbeddedKafka broker, Bundle bundle, Path directory, double capacity) throws Exception {
        double rate = times * capacity;
        List<Sample> samples = new ArrayList<>();
        double end = 60 * minutes;
        double returned = Double.NaN;
        long sent;
        try (PerennialApp app = start(broker, bundle, directory, "load", "adapt.ration.lateness", lateness)) {
            Meters meters = new Meters(app.port());
            try (Sender sender = new Sender(broker.bootstrapServers(), "load.events", rate)) {
                long start = System.nanoTime();
                samples.add(Sample.of(0, 0, meters.read()));
                Sample last = samples.get(0);
                while (last.seconds() < end || (last.level() > 0 && last.seconds() < end + RETURN.toSeconds())) {
                    pass(EVERY);
                    double now = (System.nanoTime() - start) / 1e9;
                    boolean over = now >= end;
                    sender.rate(over ? capacity / 2 : rate);
                    Sample next = Sample.of(now, sender.sent(), meters.read());
                    say(next.row(last, rate));
                    samples.add(next);
                    last = next;
                }
                returned = last.level() == 0 ? last.seconds() - end : Double.NaN;
                sender.close();
                sent = sender.sent();
            }
            awaitAnswers(meters, sent);
        }
        say(summary(samples, rate, returned));
        int doubled = (int) (predictions(broker, sent) - sent);
        say(String.format(Locale.ROOT, "%,d events, %,d answered more than once", sent, doubled));
        return Double.isNaN(returned) ? 1 : 0;
    }

    private static String summary(List<Sample> samples, double rate, double returned) {
        return String.format(
                Locale.ROOT,
                "%nunder load: lag at most %.1f s, level at most %.0f, at most %.0f ms between two polls; all of the adaptation"
                        + " back after %.0f s",
                most(samples, Sample::lag) / rate,
                most(samples, Sample::level),
                most(samples, Sample::poll),
                returned);
    }

    private static double most(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return samples.stream()
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(Double.NaN);
    }

    private static void awaitAnswers(Meters meters, long sent) throws IOException, InterruptedException {
        long end = System.nanoTime() + RETURN.toNanos();
        while (answered(meters) < sent) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "expected " + sent + " answers within " + RETURN + ", got " + answered(meters));
            }
            pass(Duration.ofSeconds(1));
        }
    }

    /**
     * Reads all predictions.
     *
     * @return how many there are
     * @throws IllegalStateException where an event has none
     */
    private static long predictions(EmbeddedKafka broker, long events) {
        BitSet seen = new BitSet();
        long count = 0;
        Map<String, Object> client =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (var consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition all = new TopicPartition("load.predictions", 0);
            consumer.assign(List.of(all));
            consumer.seekToBeginning(List.of(all));
            long end = consumer.endOffsets(List.of(all)).get(all);
            while (consumer.position(all) < end) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofSeconds(1))) {
                    String id = new String(
                            one.headers().lastHeader("perennial-event-id").value(), StandardCharsets.UTF_8);
                    seen.set(Integer.parseInt(id.substring(id.lastIndexOf('-') + 1)));
                    count++;
                }
            }
        }
        if (seen.cardinality() != events) {
            throw new IllegalStateException("expected predictions of " + events + " events, got " + seen.cardinality());
        }
        return count;
    }

    private static PerennialApp start(
            EmbeddedKafka broker, Bundle bundle, Path directory, String application, String... more) throws Exception {
        broker.createTopics(
                1,
                application + ".events",
                application + ".predictions",
                application + ".uncertainty",
                application + ".drift",
                application + ".dead-letter");
        Map<String, String> keys = new TreeMap<>(Map.of(
                "application.id", application,
                "bundle", directory.toString(),
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "kafka.state.dir", directory.resolve("state").toString(),
                "score.threads", "1",
                "adapt.method", "petal-fim",
                "adapt.views", "16",
                "adapt.anchor-threshold", "1",
                "observe.port", "0"));
        for (int i = 0; i < more.length; i += 2) {
            keys.put(more[i], more[i + 1]);
        }
        return PerennialApp.start(Settings.of(keys, Map.of(), Map.of()), bundle);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
