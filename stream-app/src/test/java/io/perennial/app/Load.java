// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The digit stream, sent at a rate that may be changed, by a thread of its own until it is told to stop. */
public final class Load implements AutoCloseable {

    private final DigitRecords digits;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
    private final List<Future<RecordMetadata>> places = new ArrayList<>();
    private final long most;
    private final Thread thread = new Thread(this::send, "load");
    private volatile double rate;
    private volatile boolean running = true;
    private volatile long sent;

    private Load(String bootstrapServers, DigitRecords digits, double rate, long most) {
        this.most = most;
        this.digits = digits;
        this.rate = rate;
        Map<String, Object> configuration = Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 5);
        this.producer = new KafkaProducer<>(configuration, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** @param rate events per second */
    public static Load start(String bootstrapServers, DigitRecords digits, double rate) {
        return start(bootstrapServers, digits, rate, Long.MAX_VALUE);
    }

    /** @param most events after which it ends by itself */
    public static Load start(String bootstrapServers, DigitRecords digits, double rate, long most) {
        Load load = new Load(bootstrapServers, digits, rate, most);
        load.thread.start();
        return load;
    }

    private void send() {
        double due = System.nanoTime();
        for (long index = 0; running && index < most; index++, due += 1e9 / rate) {
            for (long early = (long) due - System.nanoTime(); early > 0; early = (long) due - System.nanoTime()) {
                LockSupport.parkNanos(early);
            }
            ProducerRecord<byte[], byte[]> event = digits.record(index);
            events.add(event);
            places.add(producer.send(event));
            sent = index + 1;
        }
    }

    /** From now on so many events per second. */
    public void rate(double eventsPerSecond) {
        rate = eventsPerSecond;
    }

    /** How many up to now, whether the broker has acknowledged them or not. */
    public long sent() {
        return sent;
    }

    /** Waits until it has ended by itself. */
    public void awaitEnd() throws InterruptedException {
        thread.join();
    }

    /** Ends the stream; how many the broker has acknowledged, which are all. */
    public long finish() throws InterruptedException, ExecutionException {
        return stop().size();
    }

    /** Ends the stream; everything sent, acknowledged by the broker. */
    List<Ledger.Sent> stop() throws InterruptedException, ExecutionException {
        running = false;
        thread.join();
        producer.flush();
        List<Ledger.Sent> sent = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            sent.add(new Ledger.Sent(events.get(i), places.get(i).get()));
        }
        return sent;
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join();
        producer.close();
    }
}
