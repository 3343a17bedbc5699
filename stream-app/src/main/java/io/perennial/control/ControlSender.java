// SPDX-License-Identifier: Apache-2.0
package io.perennial.control;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes commands to the control topic. Thread-safe. */
public final class ControlSender implements AutoCloseable {

    private static final int WITHIN_SECONDS = 30;

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final Clock clock;

    /** @param kafka properties of clients; those that are none of a producer are left out */
    public ControlSender(Map<String, String> kafka, String topic, Clock clock) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.keySet().removeIf(key -> !ProducerConfig.configNames().contains(key));
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WITHIN_SECONDS * 1000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WITHIN_SECONDS * 500);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) WITHIN_SECONDS * 1000);
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Asks.
     *
     * @param to of a rollback, otherwise null
     * @param by who asks
     * @return the command as it is on the topic now
     * @throws IllegalArgumentException if it is no command that can be asked
     * @throws IllegalStateException if the cluster did not take it
     */
    public Command send(Command.Kind kind, Optional<Integer> partition, String to, String by)
            throws InterruptedException {
        Instant now = clock.instant();
        // The order of the ids is the order of the commands.
        String id = String.format(Locale.ROOT, "%015d-%s", now.toEpochMilli(), UUID.randomUUID());
        byte[] json = CommandJson.write(new Command(id, kind, partition, to, by, now.toString()));
        Command command = CommandJson.read(id, json);
        try {
            producer.send(new ProducerRecord<>(topic, 0, id, json)).get(WITHIN_SECONDS, TimeUnit.SECONDS);
            return command;
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    "command not sent: the cluster did not take it [" + topic + "]: " + cause.getMessage(), cause);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
