// SPDX-License-Identifier: Apache-2.0
package io.perennial.deploy.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.perennial.broker.EmbeddedKafka;
import io.perennial.digits.DigitStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker on this machine with the topics of the built-in example, for an application from the image. */
final class EventStream implements AutoCloseable {

    private static final String PREDICTIONS = "perennial.predictions";

    private final EmbeddedKafka kafka;
    private final DigitStream digits = new DigitStream(1);
    private final List<String> sent = new ArrayList<>();

    private EventStream(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    static EventStream open() throws IOException {
        EmbeddedKafka kafka = EmbeddedKafka.start();
        kafka.createTopics(
                1,
                "perennial.events",
                PREDICTIONS,
                "perennial.uncertainty",
                "perennial.drift",
                "perennial.dead-letter");
        return new EventStream(kafka);
    }

    /** Writes the configuration of an application on this stream. */
    Path configure(Path file, int port, Path state) throws IOException {
        String text =
                """
                bundle: builtin:digits
                kafka:
                  bootstrap.servers: ${SERVERS}
                  state.dir: STATE
                tensor:
                  batch-size: 16
                  max-wait: 200ms
                score:
                  threads: 1
                observe:
                  port: PORT
                """;
        return Files.writeString(file, text.replace("STATE", state.toString()).replace("PORT", Integer.toString(port)));
    }

    /** Writes what an orchestrator would mount: the address of the broker, as a file of its name. */
    Path secrets(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("SERVERS"), kafka.bootstrapServers() + "\n");
        return directory;
    }

    /** Sends events, named by their number. */
    void send(int events) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> places = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                String id = "event-" + sent.size();
                byte[] value = Arrays.toString(digits.next().values()).getBytes(UTF_8);
                var event = new ProducerRecord<>("perennial.events", id, value);
                event.headers().add("perennial-event-id", id.getBytes(UTF_8));
                sent.add(id);
                places.add(producer.send(event));
            }
            for (Future<?> place : places) {
                place.get();
            }
        }
    }

    /** Waits until each event that was sent has its prediction, once and in order. */
    void awaitPredictions() {
        List<String> predicted = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(client(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(PREDICTIONS, 0)));
            consumer.seekToBeginning(consumer.assignment());
            await().atMost(60, SECONDS).untilAsserted(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(prediction -> predicted.add(prediction.key()));
                org.assertj.core.api.Assertions.assertThat(predicted).isEqualTo(sent);
            });
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
    }

    @Override
    public void close() {
        kafka.close();
    }
}
