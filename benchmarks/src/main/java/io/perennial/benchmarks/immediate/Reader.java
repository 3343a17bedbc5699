// SPDX-License-Identifier: Apache-2.0
package io.perennial.benchmarks.immediate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Notes how long after its sending each event's prediction can be read. */
final class Reader implements AutoCloseable {

    private static final int DRAIN_SECONDS = 30;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int passOver;
    private final long[] nanos;
    private final BiConsumer<Integer, byte[]> read;
    private final CountDownLatch all;
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean running = true;

    /**
     * Reads from now on.
     *
     * @param isolation {@code read_committed} or {@code read_uncommitted}
     * @param passOver events that come first and are not measured
     * @param measured events that are
     * @param read is given the place of an event that is measured, and its prediction
     */
    Reader(
            String bootstrap,
            String topic,
            String isolation,
            int passOver,
            int measured,
            BiConsumer<Integer, byte[]> read) {
        Map<String, Object> properties = Map.of("bootstrap.servers", bootstrap, "isolation.level", isolation);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        consumer.seekToBeginning(consumer.assignment());
        this.passOver = passOver;
        this.read = read;
        nanos = new long[measured];
        all = new CountDownLatch(measured);
        thread.start();
    }

    private void run() {
        try (consumer) {
            while (running) {
                var records = consumer.poll(Duration.ofMillis(100));
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    note(record, now);
                }
            }
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record, long now) {
        int place = Integer.parseInt(new String(record.key(), StandardCharsets.UTF_8)) - passOver;
        if (place >= 0 && place < nanos.length) {
            nanos[place] = now
                    - ByteBuffer.wrap(record.headers().lastHeader(Pump.SENT).value())
                            .getLong();
            read.accept(place, record.value());
            all.countDown();
        }
    }

    /**
     * How long each took, ascending, once all have come.
     *
     * @throws IllegalStateException if they do not come
     */
    long[] await() throws InterruptedException {
        if (!all.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "expected " + nanos.length + " predictions, " + all.getCount() + " are missing");
        }
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
    }
}
