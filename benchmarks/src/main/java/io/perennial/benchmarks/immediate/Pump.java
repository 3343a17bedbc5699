// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import io.perennial.digits.DigitEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends digits at a steady rate, each with the time of its sending. */
final class Pump implements AutoCloseable {

    /** The timestamp of the record in milliseconds, and {@link System#nanoTime} of the same moment, which is finer: two longs. */
    static final String SENT = "sent";

    private final Producer<byte[], byte[]> producer;
    private final String topic;
    private final double rate;

    /**
     * @param rate events per second
     * @param linger how long an event waits for more to be sent with it, in milliseconds
     */
    Pump(String bootstrap, String topic, double rate, int linger) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true, "linger.ms", linger);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
        this.rate = rate;
    }

    /** @param goesOn asked before each event; nothing more is sent once it is false */
    void send(List<DigitEvent> events, BooleanSupplier goesOn) {
        long start = System.nanoTime();
        for (int sent = 0; sent < events.size() && goesOn.getAsBoolean(); sent++) {
            long due = start + (long) (sent * 1e9 / rate);
            for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            send(events.get(sent));
        }
        producer.flush();
    }

    private void send(DigitEvent digit) {
        byte[] id = Long.toString(digit.index()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer value =
                ByteBuffer.allocate(Float.BYTES * digit.values().length).order(ByteOrder.LITTLE_ENDIAN);
        value.asFloatBuffer().put(digit.values());
        long now = System.currentTimeMillis();
        ProducerRecord<byte[], byte[]> event = new ProducerRecord<>(topic, 0, now, id, value.array());
        event.headers()
                .add("perennial-event-id", id)
                .add("content-type", "application/x-float32".getBytes(StandardCharsets.UTF_8))
                .add("shape", "1,8,8".getBytes(StandardCharsets.UTF_8))
                .add(
                        SENT,
                        ByteBuffer.allocate(2 * Long.BYTES)
                                .putLong(now)
                                .putLong(System.nanoTime())
                                .array());
        producer.send(event);
    }

    @Override
    public void close() {
        producer.close();
    }
}
