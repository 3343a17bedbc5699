// SPDX-License-Identifier: Apache-2.0
package io.perennial.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.perennial.digits.DigitEvent;
import io.perennial.digits.DigitStream;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * The digit stream as Kafka records, a function of the index alone: good ones in every encoding in turn, and one in fifty
 * bad, in every way in turn. Not thread-safe.
 *
 * <p>The header {@value #TRACE} names each record, good or bad; like the others it has to travel through.
 */
public final class DigitRecords {

    static final String TRACE = "trace";
    static final String BASKET = "basket";
    static final int BAD_ONE_IN = 50;

    /** Time of the first event where nothing else is asked; one event a millisecond. */
    static final long EPOCH = 1_700_000_000_000L;

    private final DigitStream digits = new DigitStream(7);
    private final String topic;
    private final long start;

    /** Events that happened long ago; a broker would soon drop them. */
    DigitRecords(String topic) {
        this(topic, EPOCH);
    }

    private DigitRecords(String topic, long start) {
        this.topic = topic;
        this.start = start;
    }

    /** Events that happen from now on: a broker goes by the time of an event when it drops old ones. */
    public static DigitRecords fromNow(String topic) {
        return new DigitRecords(topic, System.currentTimeMillis());
    }

    static boolean isBad(long index) {
        return index % BAD_ONE_IN == BAD_ONE_IN - 1;
    }

    static BadEvent kind(long index) {
        BadEvent[] kinds = BadEvent.values();
        return kinds[(int) (index / BAD_ONE_IN % kinds.length)];
    }

    /** The record of that index, good or bad. */
    public ProducerRecord<byte[], byte[]> record(long index) {
        return isBad(index) ? bad(index, kind(index)) : good(index);
    }

    /** A bad record under that index. */
    ProducerRecord<byte[], byte[]> bad(long index, BadEvent kind) {
        return of(index, kind.value(), kind.headers());
    }

    /** The digit of that index; its encoding goes round. */
    ProducerRecord<byte[], byte[]> good(long index) {
        DigitEvent digit = digits.at(index);
        Headers headers = new RecordHeaders();
        headers.add("perennial-event-id", utf8(id(index)));
        byte[] value =
                switch ((int) (index % 4)) {
                    case 0 -> {
                        headers.add("content-type", utf8("application/x-float32"))
                                .add("shape", utf8("1,8,8"));
                        yield BadEvent.littleEndian(digit.values());
                    }
                    case 1 -> utf8(Arrays.toString(digit.values()));
                    case 2 -> {
                        headers.add("content-type", utf8("application/json"));
                        yield utf8("{\"image\": " + Arrays.toString(digit.values()) + "}");
                    }
                    default ->
                        utf8("{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 1, 8, 8], \"datatype\": \"FP32\","
                                + " \"data\": " + Arrays.toString(digit.values()) + "}]}");
                };
        return of(index, value, headers);
    }

    int label(long index) {
        return digits.at(index).label();
    }

    /** What the event of that index is called in every topic. */
    static String id(long index) {
        return "digit-" + index;
    }

    private ProducerRecord<byte[], byte[]> of(long index, byte[] value, Headers headers) {
        headers.add(TRACE, utf8(id(index))).add(BASKET, new byte[] {0, (byte) index});
        // One in five without a key, which the producer puts anywhere: what leaves has to follow it there.
        byte[] key = index % 5 == 3 ? null : utf8("key-" + index);
        return new ProducerRecord<>(topic, null, start + index, key, value, headers);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
