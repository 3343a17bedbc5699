// SPDX-License-Identifier: Apache-2.0
package io.perennial.tensor;

import io.perennial.record.Event;
import io.perennial.record.Origin;
import io.perennial.record.StoreFormat;
import io.perennial.record.StoredBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * An event in the pending store, with the wall-clock time of its arrival and its running number.
 *
 * <p>Format 2, big-endian: version (1 byte), number, arrival, timestamp, offset (8 bytes each), partition (4), then topic, id,
 * key, header count, each header's name and value, and the float32 values; texts and byte arrays with a 4-byte length, -1
 * for null. Format 1 has no number: that is its key.
 */
record WaitingEvent(Event event, long arrival, long number) {

    private static final byte VERSION = 2;

    byte[] encode() {
        Origin origin = event.origin();
        byte[] topic = bytes(origin.topic());
        byte[] id = bytes(event.id());
        Header[] headers = origin.headers().toArray();
        byte[][] names = new byte[headers.length][];
        int size = 1 + 4 * 8 + 4 + sized(topic) + sized(id) + sized(origin.key()) + 4;
        for (int i = 0; i < headers.length; i++) {
            names[i] = bytes(headers[i].key());
            size += sized(names[i]) + sized(headers[i].value());
        }
        ByteBuffer out = ByteBuffer.allocate(size + 4 + 4 * event.values().length);
        out.put(VERSION)
                .putLong(number)
                .putLong(arrival)
                .putLong(origin.timestamp())
                .putLong(origin.offset());
        out.putInt(origin.partition());
        put(out, topic);
        put(out, id);
        put(out, origin.key());
        out.putInt(headers.length);
        for (int i = 0; i < headers.length; i++) {
            put(out, names[i]);
            put(out, headers[i].value());
        }
        out.putInt(event.values().length);
        out.asFloatBuffer().put(event.values());
        return out.array();
    }

    static boolean isOfFormat1(byte... encoded) {
        return encoded[0] == 1;
    }

    /**
     * @param place key of the entry
     * @throws IllegalStateException where it is not whole
     */
    static WaitingEvent decode(byte[] encoded, long place) {
        StoredBytes in = new StoredBytes(TensorProcessor.STORE, encoded);
        StoreFormat.check(TensorProcessor.STORE, VERSION, in.int8());
        long number = isOfFormat1(encoded) ? place : in.int64();
        long arrival = in.int64();
        long timestamp = in.int64();
        long offset = in.int64();
        int partition = in.int32();
        String topic = in.text();
        String id = in.text();
        byte[] key = in.bytes();
        Headers headers = new RecordHeaders();
        int count = in.count(2 * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            headers.add(in.text(), in.bytes());
        }
        float[] values = in.floats();
        in.end();
        return new WaitingEvent(
                new Event(id, values, new Origin(topic, partition, offset, timestamp, key, headers)), arrival, number);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int sized(byte[] bytes) {
        return 4 + (bytes == null ? 0 : bytes.length);
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        if (bytes == null) {
            out.putInt(-1);
        } else {
            out.putInt(bytes.length).put(bytes);
        }
    }
}
