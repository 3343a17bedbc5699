// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import org.apache.kafka.common.header.Headers;

/**
 * Where an event came from and what must travel through unchanged.
 *
 * @param key as on the topic, may be null
 * @param headers as on the topic
 * @param timestamp event time in milliseconds since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy per event would be the price
public record Origin(String topic, int partition, long offset, long timestamp, byte[] key, Headers headers) {

    /** The id of an event that brings none of its own: topic-partition-offset. */
    public String coordinates() {
        return topic + "-" + partition + "-" + offset;
    }
}
