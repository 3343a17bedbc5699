// SPDX-License-Identifier: Apache-2.0
package io.perennial.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Ends the process at a chosen moment, as SIGKILL would: while a record is on its way to a topic, or has just been read from it.
 * It waits for a file to appear, so that a test says when; then so many records more pass.
 *
 * <p>Kafka's clients make it, in the service's process: {@link #settings} and {@link #jvm} tell them.
 */
public final class Doom implements ProducerInterceptor<byte[], byte[]>, ConsumerInterceptor<byte[], byte[]> {

    /** What a shell says of a process that SIGKILL ended. */
    static final int KILLED = 137;

    private static final String PROPERTY = "perennial.chaos.doom.";
    private static final AtomicLong SEEN = new AtomicLong();

    private final String topic = System.getProperty(PROPERTY + "topic");
    private final Path armed = Path.of(System.getProperty(PROPERTY + "armed", ""));
    private final long after = Long.getLong(PROPERTY + "after", 0);

    /** Of the service: it meets its end while it writes. */
    static String[] settings() {
        return new String[] {"kafka.producer.interceptor.classes", Doom.class.getName()};
    }

    /** Of the service: it meets its end while state is restored. */
    static String[] restoring() {
        return new String[] {"kafka.restore.consumer.interceptor.classes", Doom.class.getName()};
    }

    /**
     * Options of the service's JVM.
     *
     * @param armed nothing happens before this file is there
     * @param topic where records go or come from
     * @param after how many of them pass from then on
     */
    static String[] jvm(Path armed, String topic, long after) {
        return new String[] {
            "-D" + PROPERTY + "armed=" + armed, "-D" + PROPERTY + "topic=" + topic, "-D" + PROPERTY + "after=" + after
        };
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> outgoing) {
        pass(outgoing.topic());
        return outgoing;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(record -> pass(record.topic()));
        return records;
    }

    private void pass(String to) {
        if (to.equals(topic) && Files.exists(armed) && SEEN.getAndIncrement() >= after) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
