// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes one safetensors file. */
final class SafetensorsWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private SafetensorsWriter() {}

    static byte[] write(Safetensors content) {
        List<Map.Entry<String, Tensor>> ordered = content.tensors().entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Tensor> e) -> e.getValue() instanceof Tensor.Floats)
                        .thenComparing(Map.Entry::getKey))
                .toList();
        byte[] header = header(content.metadata(), ordered);
        long padded = (header.length + 7L) / 8 * 8;
        long data = ordered.stream().mapToLong(e -> bytes(e.getValue())).sum();
        ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(Long.BYTES + padded + data))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .put(header);
        while (file.position() < Long.BYTES + padded) {
            file.put((byte) ' ');
        }
        for (Map.Entry<String, Tensor> entry : ordered) {
            put(entry.getValue(), file);
        }
        return file.array();
    }

    private static byte[] header(Map<String, String> metadata, List<Map.Entry<String, Tensor>> ordered) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(Safetensors.METADATA);
                for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long at = 0;
            for (Map.Entry<String, Tensor> entry : ordered) {
                long end = at + bytes(entry.getValue());
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", entry.getValue() instanceof Tensor.Floats ? "F32" : "I64");
                json.writeFieldName("shape");
                json.writeArray(entry.getValue().shape(), 0, entry.getValue().shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {at, end}, 0, 2);
                json.writeEndObject();
                at = end;
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static long bytes(Tensor tensor) {
        return (long) tensor.length() * (tensor instanceof Tensor.Floats ? Float.BYTES : Long.BYTES);
    }

    private static void put(Tensor tensor, ByteBuffer file) {
        if (tensor instanceof Tensor.Floats floats) {
            file.asFloatBuffer().put(floats.values());
        } else if (tensor instanceof Tensor.Longs longs) {
            file.asLongBuffer().put(longs.values());
        }
        file.position(file.position() + (int) bytes(tensor));
    }
}
