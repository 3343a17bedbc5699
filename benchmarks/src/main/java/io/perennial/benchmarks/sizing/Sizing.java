// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.sizing;

import com.fasterxml.jackson.databind.JsonNode;
import io.perennial.benchmarks.model.Perceptron;
import io.perennial.broker.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code benchmarks/sizing/run}: the table of docs/howto/size.md. */
@Command(
        name = "benchmarks/sizing/run",
        description = {
            "Measures what an instance needs: a perceptron all of whose parameters learn (petal-fim, no views), on a broker of",
            "this machine, with so many events for each partition. Takes some minutes; Linux only."
        },
        mixinStandardHelpOptions = true)
public final class Sizing implements Callable<Integer> {

    private static final String EVENTS = "perennial.events";
    private static final String PREDICTIONS = "perennial.predictions";
    private static final int BATCH = 64;
    private static final Duration ANSWERS = Duration.ofMinutes(10);

    @Option(
            names = "--parameters",
            split = ",",
            defaultValue = "10000,100000,1000000,10000000",
            description = "default: ${DEFAULT-VALUE}")
    private List<Integer> parameters;

    @Option(names = "--partitions", split = ",", defaultValue = "1,4,16", description = "default: ${DEFAULT-VALUE}")
    private List<Integer> partitions;

    @Option(
            names = "--batches",
            defaultValue = "20",
            description =
                    "of 64 events for each of the most partitions; fewer get as many together, so that as much is compiled"
                            + " (default: ${DEFAULT-VALUE})")
    private int batches;

    @Option(
            names = "--heap",
            defaultValue = "4096",
            description = "largest heap of the instance in MiB; more is left out (default: ${DEFAULT-VALUE})")
    private int heap;

    @Spec
    private CommandSpec spec;

    private Sizing() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Sizing()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "| parameters | partitions | heap, MiB | reckoned, MiB | held at most, MiB | processor time, ms an event |");
        out.println("|---|---|---|---|---|---|");
        List<String> each = new ArrayList<>();
        for (int wanted : parameters) {
            Map<Integer, Instance.Held> held = new TreeMap<>();
            for (int count : partitions) {
                Instance.Held settled = row(wanted, count, out);
                if (settled != null) {
                    held.put(count, settled);
                }
            }
            if (held.size() > 1) {
                each.add(partition(wanted, held));
            }
        }
        out.println();
        out.println("| parameters | a partition: native, MB, inspect | measured | heap, MB, inspect | measured |");
        out.println("|---|---|---|---|---|");
        each.forEach(out::println);
        out.flush();
        return 0;
    }

    /** What a partition holds: the difference between few and many, by their number; and what inspect says of it. */
    private static String partition(int wanted, Map<Integer, Instance.Held> held) throws Exception {
        int few = Collections.min(held.keySet());
        int many = Collections.max(held.keySet());
        Path directory = Files.createTempDirectory("perennial-sizing-");
        try {
            int exact = Perceptron.write(wanted, directory);
            JsonNode said =
                    Instance.inspect(directory.resolve("model.onnx"), BATCH).get("memory");
            return String.format(
                    Locale.ROOT,
                    "| %,d | %.2f | %.2f | %.2f | %.2f |",
                    exact,
                    said.get("partitionNativeMegabytes").asDouble(),
                    (held.get(many).outside() - held.get(few).outside()) / (many - few),
                    said.get("partitionHeapMegabytes").asDouble(),
                    (held.get(many).heap() - held.get(few).heap()) / (many - few));
        } finally {
            delete(directory);
        }
    }

    /** Prints a row; null where so many partitions want more heap than there is. */
    private Instance.Held row(int wanted, int count, PrintWriter out) throws Exception {
        Path directory = Files.createTempDirectory("perennial-sizing-");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(Map.of("message.max.bytes", "4194304"))) {
            kafka.createTopics(
                    count, EVENTS, PREDICTIONS, "perennial.uncertainty", "perennial.drift", "perennial.dead-letter");
            int exact = Perceptron.write(wanted, Files.createDirectory(directory.resolve("bundle")));
            Path config = configure(kafka, directory);
            Optional<Instance> started = Instance.running(config, heap, directory.resolve("log"));
            if (started.isEmpty()) {
                return null;
            }
            try (Instance instance = started.get()) {
                answered(kafka, instance, send(kafka, count, 2 * BATCH)); // compiled, and every partition opened
                Duration before = instance.time();
                int events = send(kafka, count, batches * BATCH * Collections.max(partitions) / count);
                answered(kafka, instance, events + 2 * BATCH * count);
                double spent = (instance.time().toNanos() - before.toNanos()) / 1e6 / events;
                out.printf(
                        Locale.ROOT,
                        "| %,d | %d | %d | %d | %d | %.2f |%n",
                        exact,
                        count,
                        instance.heap(),
                        instance.reckoned(),
                        instance.peak(),
                        spent);
                out.flush();
                return instance.held();
            }
        } finally {
            delete(directory);
        }
    }

    private static Path configure(EmbeddedKafka kafka, Path directory) throws IOException {
        String text =
                """
                bundle: BUNDLE
                kafka:
                  bootstrap.servers: SERVERS
                  state.dir: STATE
                tensor:
                  batch-size: BATCH
                score:
                  threads: 1
                adapt:
                  method: petal-fim
                  views: 0
                observe:
                  enabled: false
                """;
        return Files.writeString(
                directory.resolve("perennial.yaml"),
                text.replace("BUNDLE", directory.resolve("bundle").toString())
                        .replace("SERVERS", kafka.bootstrapServers())
                        .replace("STATE", directory.resolve("state").toString())
                        .replace("BATCH", Integer.toString(BATCH)));
    }

    /** Standard normal events, so many to each partition. */
    private static int send(EmbeddedKafka kafka, int partitions, int each) {
        SplittableRandom random = new SplittableRandom(each);
        try (var producer = new KafkaProducer<>(client(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < each; i++) {
                for (int partition = 0; partition < partitions; partition++) {
                    ByteBuffer values = ByteBuffer.allocate(Float.BYTES * Perceptron.FEATURES)
                            .order(ByteOrder.LITTLE_ENDIAN);
                    while (values.hasRemaining()) {
                        values.putFloat((float) Math.max(-9, Math.min(9, random.nextGaussian())));
                    }
                    var event = new ProducerRecord<byte[], byte[]>(EVENTS, partition, null, values.array());
                    event.headers()
                            .add("content-type", "application/x-float32".getBytes(StandardCharsets.UTF_8))
                            .add("shape", Integer.toString(Perceptron.FEATURES).getBytes(StandardCharsets.UTF_8));
                    producer.send(event);
                }
            }
        }
        return partitions * each;
    }

    /** Waits for so many predictions from the beginning of their topic. */
    private static void answered(EmbeddedKafka kafka, Instance instance, int events) throws IOException {
        try (var consumer =
                new KafkaConsumer<>(client(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(PREDICTIONS).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            int seen = 0;
            long end = System.nanoTime() + ANSWERS.toNanos();
            while (seen < events) {
                instance.assertRunning();
                if (System.nanoTime() > end) {
                    throw new IllegalStateException(
                            "expected " + events + " predictions within " + ANSWERS + ", got " + seen);
                }
                seen += consumer.poll(Duration.ofSeconds(1)).count();
            }
        }
    }

    private static Map<String, Object> client(EmbeddedKafka kafka) {
        return Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
