// SPDX-License-Identifier: Apache-2.0
package io.perennial.store;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A bundle whose files are in memory. */
record MemoryParts(Map<String, byte[]> files, String place) implements BundleParts {

    @Override
    public boolean has(String name) {
        return files.containsKey(name);
    }

    @Override
    public Optional<byte[]> read(String name, int most) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes != null && bytes.length > most) {
            throw BundleParts.tooLarge(most, bytes.length + "", place + "/" + name);
        }
        return Optional.ofNullable(bytes);
    }
}
