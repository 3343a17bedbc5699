// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A file of named tensors in the safetensors format (github.com/huggingface/safetensors), of the types F32 and I64: a
 * little-endian u64 with the header's length, the header as JSON, then the tensors' bytes without gaps.
 *
 * @param tensors by name, in the order of the file; none is called {@code __metadata__}
 * @param metadata free text by name, the header's {@code __metadata__}
 */
public record Safetensors(Map<String, Tensor> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";

    public Safetensors {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("tensor name refused: expected anything but " + METADATA);
        }
    }

    /**
     * Reads a file. Needs memory in proportion to the file's real length, whatever its header claims.
     *
     * @param where for messages, such as the file's name
     * @throws IOException where the bytes are not exactly such a file
     */
    public static Safetensors read(byte[] file, String where) throws IOException {
        return new SafetensorsReader(file, where).read();
    }

    /**
     * The file's bytes: int64 tensors first, so that every value is aligned to its size, and by name within a type, as
     * the format's own library orders them. The same content gives the same bytes.
     */
    public byte[] write() {
        return SafetensorsWriter.write(this);
    }

    /** The float32 tensor of a name; empty where there is none or it has another type. */
    public Optional<Tensor.Floats> floats(String name) {
        return tensors.get(name) instanceof Tensor.Floats found ? Optional.of(found) : Optional.empty();
    }

    /** The int64 tensor of a name; empty where there is none or it has another type. */
    public Optional<Tensor.Longs> longs(String name) {
        return tensors.get(name) instanceof Tensor.Longs found ? Optional.of(found) : Optional.empty();
    }
}
