// SPDX-License-Identifier: Apache-2.0
package io.perennial.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A record of a state store, read from its first byte to its last. A length is compared with the bytes that are there before
 * anything is allocated for it: a changelog comes over the network and from disks, and a task must end with a reason, not with
 * the memory of its process.
 *
 * <p>Every method throws {@link IllegalStateException} where the record is not whole, with the store's name and the way out.
 */
public final class StoredBytes {

    private final String store;
    private final ByteBuffer in;

    /** @param store its name, for messages */
    public StoredBytes(String store, byte... record) {
        this.store = store;
        in = ByteBuffer.wrap(record);
    }

    public byte int8() {
        return need(Byte.BYTES).get();
    }

    public int int32() {
        return need(Integer.BYTES).getInt();
    }

    public long int64() {
        return need(Long.BYTES).getLong();
    }

    public float float32() {
        return need(Float.BYTES).getFloat();
    }

    /**
     * A count of parts that follow.
     *
     * @param least bytes that each of them takes
     */
    public int count(int least) {
        int count = int32();
        if (count < 0 || (long) count * least > in.remaining()) {
            throw damaged(store, "a count of parts that follow", count + " before " + in.remaining() + " bytes");
        }
        return count;
    }

    /** Bytes after a 4-byte length, which is -1 for null. */
    public byte[] bytes() {
        int length = int32();
        if (length == -1) {
            return null;
        }
        if (length < 0 || length > in.remaining()) {
            throw damaged(store, "a length of bytes that follow", length + " before " + in.remaining());
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** UTF-8 after its length. */
    public String text() {
        byte[] bytes = bytes();
        if (bytes == null) {
            throw damaged(store, "a text", "none");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Values of 4 bytes each, after their number. */
    public float[] floats() {
        float[] values = new float[count(Float.BYTES)];
        in.asFloatBuffer().get(values);
        in.position(in.position() + Float.BYTES * values.length);
        return values;
    }

    /** After the last part. */
    public void end() {
        if (in.hasRemaining()) {
            throw damaged(store, "the end of a record", in.remaining() + " bytes more");
        }
    }

    private ByteBuffer need(int bytes) {
        if (in.remaining() < bytes) {
            throw damaged(store, bytes + " bytes more of a record", Integer.toString(in.remaining()));
        }
        return in;
    }

    /** What is thrown where a record says what it cannot say. */
    public static IllegalStateException damaged(String store, String expected, String got) {
        return new IllegalStateException(
                "state store \"" + store + "\" refused: expected " + expected + ", got " + got + StoreFormat.RESET);
    }
}
