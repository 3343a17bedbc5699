// SPDX-License-Identifier: Apache-2.0
package io.perennial.demo;

import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import io.perennial.topology.Topics;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the drifting digits with their labels at a steady rate, and now and then something that is no digit. */
final class EventPump implements Runnable, AutoCloseable {

    /** One bad event in so many shows the dead letters at work. */
    private static final int BAD_ONE_IN = 5000;

    private final Producer<byte[], byte[]> producer;
    private final DigitStream digits;
    private final Topics topics;
    private final int partitions;
    private final double rate;
    private final Tally tally;
    private volatile boolean running = true;

    /** @param rate events per second */
    EventPump(String bootstrap, DigitStream digits, Topics topics, int partitions, double rate, Tally tally) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true, "linger.ms", 5);
        this.producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        this.digits = digits;
        this.topics = topics;
        this.partitions = partitions;
        this.rate = rate;
        this.tally = tally;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        for (long sent = 0; running; sent++) {
            long due = start + (long) (sent * 1e9 / rate);
            for (long early = due - System.nanoTime(); early > 0 && running; early = due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            if (sent % BAD_ONE_IN == BAD_ONE_IN - 1) {
                sendBad(sent);
            } else {
                send(digits.next());
            }
        }
    }

    private void send(DigitEvent digit) {
        tally.sent(digit);
        int partition = (int) (digit.index() % partitions);
        byte[] id = text(Long.toString(digit.index()));
        ByteBuffer value =
                ByteBuffer.allocate(Float.BYTES * digit.values().length).order(ByteOrder.LITTLE_ENDIAN);
        value.asFloatBuffer().put(digit.values());
        var event = new ProducerRecord<>(topics.events(), partition, id, value.array());
        event.headers()
                .add("perennial-event-id", id)
                .add("content-type", text("application/x-float32"))
                .add("shape", text("1,8,8"));
        producer.send(event);
        byte[] label = text("{\"id\":\"" + digit.index() + "\",\"label\":" + digit.label() + "}");
        producer.send(new ProducerRecord<>(topics.labels(), partition, id, label));
    }

    private void sendBad(long number) {
        tally.sentBad();
        int partition = (int) (number % partitions);
        producer.send(new ProducerRecord<>(topics.events(), partition, text("bad-" + number), text("{not json")));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void stop() {
        running = false;
    }

    @Override
    public void close() {
        producer.close();
    }
}
