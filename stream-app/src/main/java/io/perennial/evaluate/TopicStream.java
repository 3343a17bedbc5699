// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import io.perennial.publish.Label;
import io.perennial.publish.LabelDecoder;
import io.perennial.record.Event;
import io.perennial.record.EventDecoder;
import io.perennial.record.EventRefused;
import io.perennial.record.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A recorded stream that lies on a topic. Events are decoded as the service decodes them, and joined with labels by their
 * ids as it joins them, however late those came.
 *
 * @param connection properties of the consumer
 * @param labels topic; null for none
 */
public record TopicStream(Map<String, Object> connection, TopicRange range, String labels) {

    /**
     * What was read.
     *
     * @param remarks on what was left out, for the reader
     */
    public record Read(Recording recording, List<String> remarks) {}

    /** Reads all of it into memory. Nothing is committed. */
    public Read read(EventDecoder eventDecoder, LabelDecoder labelDecoder, int... eventShape) {
        List<String> remarks = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<Event> events = events(consumer, eventDecoder, remarks);
            if (events.isEmpty()) {
                throw new IllegalArgumentException("topic refused: expected events in the range, got none [topic "
                        + range.topic() + "]" + (remarks.isEmpty() ? "" : "; " + remarks.get(0)));
            }
            int[] classes = labels == null ? null : classes(consumer, events, labelDecoder, remarks);
            return new Read(Recording.of(values(events), eventShape, classes), remarks);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>();
        // What the service's own transactions took back is not part of the stream.
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putAll(connection);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private List<Event> events(Consumer<byte[], byte[]> consumer, EventDecoder decoder, List<String> remarks) {
        Map<Integer, List<Event>> partitions = new TreeMap<>();
        Refused refused = new Refused();
        range.read(consumer, received -> {
            try {
                Event event = decoder.decode(received.value(), origin(received));
                partitions
                        .computeIfAbsent(received.partition(), partition -> new ArrayList<>())
                        .add(event);
            } catch (EventRefused e) {
                refused.add(e);
            }
        });
        refused.remark("events").ifPresent(remarks::add);
        return EventTimeMerge.of(partitions.values());
    }

    /** The first label of an id belongs to the first event of it. */
    private int[] classes(
            Consumer<byte[], byte[]> consumer, List<Event> events, LabelDecoder decoder, List<String> remarks) {
        Map<String, Integer> known = new HashMap<>();
        Refused refused = new Refused();
        TopicRange.all(labels).read(consumer, received -> {
            try {
                Label label = decoder.decode(received.value(), origin(received));
                known.putIfAbsent(label.id(), label.label());
            } catch (EventRefused e) {
                refused.add(e);
            }
        });
        refused.remark("labels").ifPresent(remarks::add);
        int[] classes = events.stream()
                .map(event -> known.remove(event.id()))
                .mapToInt(label -> label == null ? Recording.UNKNOWN : label)
                .toArray();
        long labelled = Arrays.stream(classes)
                .filter(label -> label != Recording.UNKNOWN)
                .count();
        remarks.add(String.format(Locale.ROOT, "%d of %d events have a label", labelled, classes.length));
        return classes;
    }

    private static Origin origin(ConsumerRecord<byte[], byte[]> received) {
        return new Origin(
                received.topic(),
                received.partition(),
                received.offset(),
                received.timestamp(),
                received.key(),
                received.headers());
    }

    private static float[] values(List<Event> events) {
        int length = events.get(0).values().length;
        float[] values = new float[Math.multiplyExact(events.size(), length)];
        for (int i = 0; i < events.size(); i++) {
            System.arraycopy(events.get(i).values(), 0, values, i * length, length);
        }
        return values;
    }
}
