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

/** Notes how long after its sending each event's prediction is on its topic, and how long after it is read there. */
final class Reader implements AutoCloseable {

    private static final int DRAIN_SECONDS = 30;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final int passOver;
    private final long[] appended;
    private final long[] nanos;
    private final BiConsumer<Integer, byte[]> read;
    private final CountDownLatch all;
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean running = true;

    /**
     * Reads once it has begun.
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
        appended = new long[measured];
        nanos = new long[measured];
        all = new CountDownLatch(measured);
    }

    /** From the first record of the topic on. */
    void begin() {
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
            ByteBuffer sent =
                    ByteBuffer.wrap(record.headers().lastHeader(Pump.SENT).value());
            appended[place] = TimeUnit.MILLISECONDS.toNanos(record.timestamp() - sent.getLong());
            nanos[place] = now - sent.getLong();
            read.accept(place, record.value());
            all.countDown();
        }
    }

    /**
     * Returns once all have come.
     *
     * @throws IllegalStateException if they do not come
     */
    void await() throws InterruptedException {
        if (!all.await(DRAIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "expected " + nanos.length + " predictions, " + all.getCount() + " are missing");
        }
    }

    /**
     * Nanoseconds from the timestamp of each event to that of its prediction, which the broker gives it as it appends it to the log;
     * ascending, after {@link #await}. The topic must have {@code message.timestamp.type=LogAppendTime}.
     */
    long[] appended() {
        return ascending(appended);
    }

    /** Nanoseconds from the sending of each event until its prediction was read; ascending, after {@link #await}. */
    long[] read() {
        return ascending(nanos);
    }

    private static long[] ascending(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        if (thread.getState() == Thread.State.NEW) {
            thread.start(); // who never began ends at once, and closes the consumer
        }
        thread.join();
    }
}
