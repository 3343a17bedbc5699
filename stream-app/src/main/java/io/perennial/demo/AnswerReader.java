// SPDX-License-Identifier: Apache-2.0
package io.perennial.demo;

import io.perennial.publish.PredictionJson;
import io.perennial.publish.UncertaintyJson;
import io.perennial.topology.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the application committed, as any other consumer would. */
final class AnswerReader implements Runnable, AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private final Tally tally;
    private volatile boolean running = true;

    AnswerReader(String bootstrap, Topics topics, Tally tally) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers", bootstrap,
                "group.id", "perennial-demo-reader",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest",
                "enable.auto.commit", false);
        this.consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.topics = topics;
        this.tally = tally;
    }

    @Override
    public void run() {
        consumer.subscribe(List.of(topics.predictions(), topics.uncertainty(), topics.deadLetter()));
        while (running) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::read);
        }
        consumer.close();
    }

    private void read(ConsumerRecord<byte[], byte[]> answer) {
        if (answer.topic().equals(topics.predictions())) {
            tally.predicted(PredictionJson.decode(answer.value()));
        } else if (answer.topic().equals(topics.uncertainty())) {
            tally.uncertain(UncertaintyJson.decode(answer.value()));
        } else {
            tally.deadLetter();
        }
    }

    @Override
    public void close() {
        running = false;
    }
}
