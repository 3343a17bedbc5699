// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perennial.publish.Uncertainty;
import io.perennial.publish.UncertaintyJson;
import io.perennial.record.CommittedReader;
import io.perennial.record.DeadLetter;
import io.perennial.topology.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;

/**
 * Reads the topics of an application as any consumer with {@code read_committed} does, from their beginnings, into marks: some
 * 150 bytes for each event and each of its outcomes. Nothing is committed, and it joins no group.
 */
public final class TopicsRead implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Topics names;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> all = new ArrayList<>();
    private final Map<TopicPartition, Long> beginnings;
    private final Map<TopicPartition, Long> eventsEnd;
    private final Map<Integer, List<Mark>> events = new HashMap<>();
    private final Map<TopicPartition, List<Answer>> answers = new HashMap<>();
    private final Set<String> lineages = new HashSet<>();
    private final ObjectMapper json = new ObjectMapper();
    private long records;

    /**
     * Connects, and takes the events up to this moment.
     *
     * @param kafka properties of clients; those that are none of a consumer are left out
     * @throws IllegalArgumentException if a topic is missing
     */
    public TopicsRead(Map<String, String> kafka, Topics names) {
        this.names = names;
        consumer = CommittedReader.open(kafka, Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"));
        try {
            for (String topic : List.of(
                    names.events(), names.predictions(), names.uncertainty(), names.deadLetter(), names.drift())) {
                all.addAll(CommittedReader.partitions(consumer, topic));
            }
            consumer.assign(all);
            beginnings = consumer.beginningOffsets(all);
            eventsEnd = consumer.endOffsets(CommittedReader.partitions(consumer, names.events()));
            beginnings.forEach(consumer::seek);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * Reads all there is, and then on until every event has outcomes, or time is up.
     *
     * @param within how long outcomes are waited for once all that was there has been read
     * @param progress hears how many records have been read
     */
    public void read(Duration within, LongConsumer progress) {
        toTheEnd(progress);
        for (long end = System.nanoTime() + within.toNanos(); !allAnswered() && System.nanoTime() < end; ) {
            consumer.poll(POLL).forEach(this::take);
            progress.accept(records);
        }
        // What is too much may come after what is enough.
        toTheEnd(progress);
    }

    private void toTheEnd(LongConsumer progress) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        ends.putAll(eventsEnd);
        long heard = System.nanoTime();
        long before = records;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::take);
            progress.accept(records);
            if (records > before) {
                before = records;
                heard = System.nanoTime();
            }
            if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new IllegalStateException("topics are not read to their ends: nothing came for "
                        + PATIENCE.toSeconds() + " s; check that the brokers of their partitions can be reached");
            }
        }
    }

    private boolean allAnswered() {
        return events.entrySet().stream().allMatch(partition -> {
            int wanted = partition.getValue().size()
                    - of(names.deadLetter(), partition.getKey()).size();
            return of(names.predictions(), partition.getKey()).size() >= wanted
                    && of(names.uncertainty(), partition.getKey()).size() >= wanted;
        });
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        records++;
        TopicPartition from = new TopicPartition(record.topic(), record.partition());
        if (record.topic().equals(names.events())) {
            if (record.offset() < eventsEnd.get(from)) {
                events.computeIfAbsent(record.partition(), unseen -> new ArrayList<>())
                        .add(Mark.of(record));
            }
        } else if (record.topic().equals(names.drift())) {
            lineage(record.value());
        } else {
            answers.computeIfAbsent(from, unseen -> new ArrayList<>()).add(answer(record));
        }
    }

    private Answer answer(ConsumerRecord<byte[], byte[]> record) {
        Mark mark = Mark.of(record);
        if (record.topic().equals(names.predictions())) {
            return Answer.prediction(mark);
        }
        if (record.topic().equals(names.deadLetter())) {
            return Answer.deadLetter(mark, origin(record));
        }
        try {
            Uncertainty uncertainty = UncertaintyJson.decode(record.value());
            return Answer.uncertainty(mark, uncertainty.step(), uncertainty.lineage());
        } catch (SerializationException e) {
            throw new IllegalStateException(
                    record.topic() + "-" + record.partition() + "-" + record.offset() + ": " + e.getMessage(), e);
        }
    }

    /** -1 where it names none of our events. */
    private long origin(ConsumerRecord<byte[], byte[]> letter) {
        if (!names.events().equals(header(letter, DeadLetter.TOPIC))
                || !Integer.toString(letter.partition()).equals(header(letter, DeadLetter.PARTITION))) {
            return -1;
        }
        String offset = header(letter, DeadLetter.OFFSET);
        return offset != null && offset.matches("[0-9]{1,18}") ? Long.parseLong(offset) : -1;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Where a command or a newer bundle led to. */
    private void lineage(byte[] value) {
        try {
            JsonNode event = value == null ? json.nullNode() : json.readTree(value);
            switch (event.path("drift").asText()) {
                case "control" -> lineages.add(event.at("/to/lineage").asText());
                case "bundle" -> lineages.add(event.path("lineage").asText());
                default -> {
                    // others take no weights back
                }
            }
        } catch (IOException e) {
            // no JSON, so none of the application's
        }
    }

    /** What was read, partition by partition. */
    List<PartitionTopics> partitions() {
        return eventsEnd.keySet().stream()
                .map(TopicPartition::partition)
                .sorted()
                .map(this::partition)
                .toList();
    }

    private PartitionTopics partition(int number) {
        return new PartitionTopics(
                names,
                number,
                events.getOrDefault(number, List.of()),
                of(names.predictions(), number),
                of(names.uncertainty(), number),
                of(names.deadLetter(), number),
                beginnings.get(new TopicPartition(names.events(), number)),
                beginnings.getOrDefault(new TopicPartition(names.predictions(), number), 0L) > 0,
                lineages);
    }

    private List<Answer> of(String topic, int partition) {
        return answers.getOrDefault(new TopicPartition(topic, partition), List.of());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
