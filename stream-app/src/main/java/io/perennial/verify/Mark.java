// SPDX-License-Identifier: Apache-2.0
package io.perennial.verify;

import io.perennial.publish.PublishProcessor;
import io.perennial.record.EventId;
import io.perennial.record.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What is remembered of a record: enough to know it again in another topic.
 *
 * @param time of the event, milliseconds since the epoch, not below 0
 * @param id in the header {@value EventId#HEADER}; null where there is none
 * @param print 16 bytes of SHA-256 over the key and the headers that have to travel through
 * @param body CRC-32C of the value
 */
@SuppressWarnings("ArrayRecordComponent") // compared by hand; a wrapper for each record would be the price
record Mark(long offset, long time, String id, byte[] print, int body) {

    private static final int PRINT_BYTES = 16;
    private static final String ERROR = "perennial-error-";
    /** They describe the payload, which is another one in what leaves. */
    private static final Set<String> OF_THE_PAYLOAD = Set.of(PublishProcessor.EVENT_ID, "content-type", "shape");

    static Mark of(ConsumerRecord<byte[], byte[]> record) {
        Header id = record.headers().lastHeader(EventId.HEADER);
        CRC32C body = new CRC32C();
        if (record.value() != null) {
            body.update(record.value());
        }
        return new Mark(
                record.offset(),
                Math.max(0, record.timestamp()),
                id == null || id.value() == null ? null : new String(id.value(), StandardCharsets.UTF_8),
                print(record),
                (int) body.getValue());
    }

    /** Whether key, headers and time are the same. */
    boolean travelledAs(Mark other) {
        return time == other.time && Arrays.equals(print, other.print);
    }

    private static byte[] print(ConsumerRecord<byte[], byte[]> record) {
        MessageDigest digest = Sha256.start();
        add(digest, record.key());
        for (Header header : record.headers()) {
            if (!OF_THE_PAYLOAD.contains(header.key()) && !header.key().startsWith(ERROR)) {
                add(digest, header.key().getBytes(StandardCharsets.UTF_8));
                add(digest, header.value());
            }
        }
        return Arrays.copyOf(digest.digest(), PRINT_BYTES);
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(part == null ? -1 : part.length)
                .array());
        if (part != null) {
            digest.update(part);
        }
    }
}
