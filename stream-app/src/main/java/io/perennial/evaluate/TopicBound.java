// SPDX-License-Identifier: Apache-2.0
package io.perennial.evaluate;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Where a range of a topic begins, or before which record it ends.
 *
 * @param value offset, or milliseconds since the epoch; otherwise unused
 */
public record TopicBound(Kind kind, long value) {

    enum Kind {
        /** The first record that the topic still has. */
        EARLIEST,
        /** The end of the topic at this moment. */
        LATEST,
        /** The same offset in every partition. */
        OFFSET,
        /** The first record of each partition at that time or later. */
        TIME
    }

    /**
     * Reads {@code earliest}, {@code latest}, an offset, or a time in ISO 8601.
     *
     * @param option that the text was given to
     */
    public static TopicBound parse(String option, String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest":
                return new TopicBound(Kind.EARLIEST, 0);
            case "latest":
                return new TopicBound(Kind.LATEST, 0);
            default:
        }
        try {
            return text.matches("[0-9]+")
                    ? new TopicBound(Kind.OFFSET, Long.parseLong(text))
                    : new TopicBound(
                            Kind.TIME, OffsetDateTime.parse(text).toInstant().toEpochMilli());
        } catch (NumberFormatException | DateTimeException e) {
            throw new IllegalArgumentException(
                    option + " refused: expected earliest, latest, an offset, or a time with its zone such as"
                            + " 2026-11-24T08:00:00Z, got \"" + text + "\"",
                    e);
        }
    }

    /** For each partition an offset that it has, or its end. */
    Map<TopicPartition, Long> offsets(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> earliest = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> latest = consumer.endOffsets(partitions);
        return switch (kind) {
            case EARLIEST -> earliest;
            case LATEST -> latest;
            case OFFSET -> {
                Map<TopicPartition, Long> offsets = new HashMap<>(earliest);
                offsets.replaceAll((partition, first) -> Math.max(first, Math.min(value, latest.get(partition))));
                yield offsets;
            }
            case TIME -> {
                Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> value)));
                Map<TopicPartition, Long> offsets = new HashMap<>(latest);
                offsets.replaceAll((partition, end) -> found.get(partition) == null
                        ? end
                        : found.get(partition).offset());
                yield offsets;
            }
        };
    }
}
