// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import io.perennial.fuzz.Contract;
import io.perennial.fuzz.Target;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** The headers of an event, and its bytes as they say: content type, shape and id with a byte for each length, then the value. */
public final class RawEventTarget implements Target {

    private final EventDecoder decoder = new EventDecoder(Records.contract("x"), 1 << 20);

    /** As of an event in JSON, which a header can say that it is. */
    @Override
    public Contract contract() {
        return new Contract(EventRefused.class, ": expected ", 512 << 10, 100);
    }

    @Override
    public void read(byte[] input) throws EventRefused {
        ByteBuffer in = ByteBuffer.wrap(input);
        Origin origin = Records.origin(
                ContentType.HEADER, header(in), RawFloats.SHAPE_HEADER, header(in), EventId.HEADER, header(in));
        byte[] value = new byte[in.remaining()];
        in.get(value);
        decoder.decode(value, origin);
    }

    /** A length of 0 is no header. */
    private static byte[] header(ByteBuffer in) {
        int length = in.hasRemaining() ? Math.min(Byte.toUnsignedInt(in.get()), in.remaining()) : 0;
        byte[] header = new byte[length];
        in.get(header);
        return length == 0 ? null : header;
    }

    @Override
    public List<byte[]> seeds() {
        byte[] floats = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(-2)
                .putFloat(0.5f)
                .putFloat(1e20f)
                .array();
        return List.of(
                seed("application/x-float32", "1,2,2", "", floats),
                seed("application/octet-stream; a=b", "1, 1, 2, 2", "e-1", floats),
                seed("application/json", "", "é", Records.utf8("[1, 2, 3, 4]")));
    }

    private static byte[] seed(String type, String shape, String id, byte... value) {
        ByteBuffer out = ByteBuffer.allocate(200);
        for (String header : List.of(type, shape, id)) {
            byte[] bytes = Records.utf8(header);
            out.put((byte) bytes.length).put(bytes);
        }
        out.put(value).flip();
        byte[] seed = new byte[out.remaining()];
        out.get(seed);
        return seed;
    }
}
