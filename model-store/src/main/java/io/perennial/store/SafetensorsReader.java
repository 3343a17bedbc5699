// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks one safetensors file: every byte of the data belongs to exactly one tensor. */
final class SafetensorsReader {

    /** The format's own limit. */
    static final long LONGEST_HEADER = 100_000_000;

    private static final int PREFIX = Long.BYTES;

    private final byte[] file;
    private final String where;

    SafetensorsReader(byte[] file, String where) {
        this.file = file;
        this.where = where;
    }

    Safetensors read() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < PREFIX) {
            throw refused("expected at least 8 bytes, got " + file.length);
        }
        long header = bytes.getLong(0);
        long most = Math.min(LONGEST_HEADER, file.length - PREFIX);
        if (header < 2 || header > most) {
            throw refused("expected a header of 2 to " + most + " bytes, got " + Long.toUnsignedString(header));
        }
        SafetensorsHeader parsed = parse((int) header);
        int start = PREFIX + (int) header;
        checkOffsets(parsed.entries(), file.length - start);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, SafetensorsHeader.Entry> entry : parsed.entries().entrySet()) {
            SafetensorsHeader.Entry at = entry.getValue();
            ByteBuffer data = bytes.slice(start + (int) at.begin(), (int) (at.end() - at.begin()));
            tensors.put(entry.getKey(), tensor(entry.getKey(), at, data.order(ByteOrder.LITTLE_ENDIAN)));
        }
        return new Safetensors(tensors, parsed.metadata());
    }

    private SafetensorsHeader parse(int length) throws IOException {
        if (file[PREFIX] != '{') {
            throw refused("expected a header that begins with {, got byte " + (file[PREFIX] & 0xff));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file, PREFIX, length))
                    .toString();
            return SafetensorsHeader.parse(text);
        } catch (CharacterCodingException e) {
            throw refused("expected a header in UTF-8", e);
        } catch (IOException e) {
            throw refused(e.getMessage(), e);
        }
    }

    /** The tensors' bytes must follow one another without gap or overlap and end with the file. */
    private void checkOffsets(Map<String, SafetensorsHeader.Entry> entries, int length) throws IOException {
        List<Map.Entry<String, SafetensorsHeader.Entry>> ordered = entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, SafetensorsHeader.Entry> e) ->
                                e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        long end = 0;
        for (Map.Entry<String, SafetensorsHeader.Entry> entry : ordered) {
            SafetensorsHeader.Entry at = entry.getValue();
            if (at.begin() != end || at.end() < at.begin() || at.end() > length) {
                throw refused("expected " + entry.getKey() + " to begin at byte " + end + " of " + length + ", got "
                        + at.begin() + " to " + at.end());
            }
            end = at.end();
        }
        if (end != length) {
            throw refused("expected " + end + " bytes of tensors, got " + length);
        }
    }

    private Tensor tensor(String name, SafetensorsHeader.Entry at, ByteBuffer data) throws IOException {
        int size =
                switch (at.type()) {
                    case "F32" -> Float.BYTES;
                    case "I64" -> Long.BYTES;
                    default -> throw refused("expected F32 or I64, got " + at.type() + " at " + name);
                };
        long count = count(at.shape());
        if (data.capacity() % size != 0 || data.capacity() / size != count) {
            throw refused("expected " + Arrays.toString(at.shape()) + " values of " + size + " bytes at " + name
                    + ", got " + data.capacity() + " bytes");
        }
        if (size == Float.BYTES) {
            float[] values = new float[(int) count];
            data.asFloatBuffer().get(values);
            return new Tensor.Floats(values, at.shape());
        }
        long[] values = new long[(int) count];
        data.asLongBuffer().get(values);
        return new Tensor.Longs(values, at.shape());
    }

    /** Number of values of a shape, or any number beyond the file's length where it is larger than that. */
    private long count(int... shape) {
        long count = Arrays.stream(shape).anyMatch(extent -> extent == 0) ? 0 : 1;
        for (int extent : shape) {
            if (count <= file.length) {
                count *= extent; // below 2^62
            }
        }
        return count;
    }

    private IOException refused(String reason) {
        return refused(reason, null);
    }

    private IOException refused(String reason, Exception cause) {
        return new IOException(
                "safetensors refused: " + reason + " [" + where + "]; write or download the file again", cause);
    }
}
