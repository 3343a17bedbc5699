// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.load;

import io.perennial.benchmarks.model.Perceptron;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends standard normal events at a rate that can be changed, by a thread of its own. */
final class Sender implements AutoCloseable {

    private static final int DIFFERENT = 1000;

    private final String topic;
    private final byte[][] events = new byte[DIFFERENT][];
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::send, "sender");
    private volatile double rate;
    private volatile long sent;
    private volatile boolean running = true;

    Sender(String bootstrapServers, String topic, double rate) {
        this.topic = topic;
        this.rate = rate;
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < events.length; i++) {
            ByteBuffer values =
                    ByteBuffer.allocate(Float.BYTES * Perceptron.FEATURES).order(ByteOrder.LITTLE_ENDIAN);
            while (values.hasRemaining()) {
                values.putFloat((float) Math.max(-9, Math.min(9, random.nextGaussian())));
            }
            events[i] = values.array();
        }
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5);
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        thread.start();
    }

    private void send() {
        double owed = 0;
        for (long last = System.nanoTime(); running; ) {
            LockSupport.parkNanos(5_000_000);
            long now = System.nanoTime();
            owed += rate * (now - last) / 1e9;
            last = now;
            for (; owed >= 1 && running; owed--) {
                var event = new ProducerRecord<byte[], byte[]>(topic, 0, null, events[(int) (sent % DIFFERENT)]);
                event.headers()
                        .add("content-type", "application/x-float32".getBytes(StandardCharsets.UTF_8))
                        .add("shape", Integer.toString(Perceptron.FEATURES).getBytes(StandardCharsets.UTF_8));
                producer.send(event);
                sent = sent + 1; // one thread writes
            }
        }
    }

    void rate(double eventsPerSecond) {
        rate = eventsPerSecond;
    }

    long sent() {
        return sent;
    }

    /** Ends, with everything acknowledged. */
    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
        producer.close();
    }
}
