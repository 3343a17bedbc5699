// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The payload of a record that leaves, for the partition its event came in on: with or without a key, the answers of a
 * partition keep the order of its events.
 *
 * @param value null for a tombstone that was refused
 * @param partition of the event; a topic with fewer partitions takes the remainder
 */
public record Outgoing(byte[] value, int partition) {

    /** The payload as it is. */
    public static final Serializer<Outgoing> SERIALIZER = (topic, outgoing) -> outgoing.value();

    /** The event's own partition. */
    public static final StreamPartitioner<byte[], Outgoing> PARTITIONER =
            (topic, key, outgoing, partitions) -> Optional.of(Set.of(outgoing.partition() % partitions));
}
